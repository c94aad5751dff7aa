import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { chinaDateTime } from '../../clock.ts'
import { readOwnersOnly } from '../../config/owners-only.ts'
import { type Contracts, createContracts } from '../../contracts/contracts.ts'
import type { Directory } from '../../contracts/generated/types.ts'
import { approvalsIn } from '../../directory/approvals.ts'
import { directoryPayload, readDirectory } from '../../directory/read.ts'
import { messageType } from '../../domain/message-type.ts'
import { GatewayError } from '../../errors.ts'
import { certificates, type OwnKeyPair, readKeyPair } from '../../identity/identity.ts'
import { algorithmNames } from '../../jws/algorithms.ts'
import { createKeySigner, createTokenSigner } from '../../jws/signer.ts'
import { createTokens } from '../../jws/tokens.ts'
import { createCertificateReader } from '../../composition/trust/known-certificate.ts'
import { commandLine } from '../called-as.ts'
import { finish, type MakeCommand, misused } from '../command.ts'
import { readDraft } from './draft.ts'
import { readToken, replace } from '../files.ts'

interface Options {
  payload?: string
  approve?: string
  key: string
  certificate: string
  out?: string
  anchors?: string
}

/** `gateway directory sign`: what the operator of a federation does at every change. */
export const signDirectoryCommand: MakeCommand = (shell, setExit) => {
  const command = new Command('sign')
    .description('check a directory and sign it as the federation’s operator 签发目录')
    .option('--payload <file>', 'the directory as JSON, by schemas/directory.json')
    .option(
      '--approve <file>',
      'instead of --payload: a directory that another operator signed; adds a signature over the same bytes',
    )
    .requiredOption('--key <file>', 'the operator’s private key, PEM')
    .requiredOption('--certificate <file>', 'its certificate and intermediates, PEM, leaf first')
    .option('--anchors <file>', 'trust anchors, PEM: also checks that members will believe it')
    .option(
      '--out <file>',
      'where the signed directory is written; a newer version replaces an older one; with --approve by default the same file',
    )
    .addHelpText(
      'after',
      '\nversion must rise with every publication. A passphrase of the key comes from GATEWAY_KEY_PASSPHRASE.',
    )
  return finish<Options>(command, shell, setExit, (options) => {
    const contracts = createContracts()
    const now = shell.clock()
    const { payload, approve } = options
    const out = options.out ?? approve
    if ((payload === undefined) === (approve === undefined) || out === undefined) {
      throw misused('--payload', '请给出待签发或待加签的目录 give --payload and --out, or --approve')
    }
    const approved = approve === undefined ? undefined : readToken(approve)
    const draft =
      payload === undefined
        ? directoryPayload(String(approved), contracts)
        : readDraft(payload, contracts, now)
    const pair = readKeyPair(
      { key: options.key, certificate: options.certificate },
      readOwnersOnly(options.key),
      shell.environment.keyPassphrase,
    )
    if (!approved) assertRises(out, draft, contracts)
    const token = signed(draft, pair)
    assertReadable(token, pair, options, contracts, now)
    replace(out, approved ? withApproval(approved, token, pair) : token)
    const { thumbprint } = pair.leaf
    const { federation, version, members, agreements } = draft
    return {
      lines: [
        `✓ 目录已签发 directory signed: ${out}`,
        `  ${federation}　版本 version ${version}　有效期至 until ${chinaDateTime(draft.expires * 1000)}`,
        `  ${members.length} 个成员 members, ${agreements.length} 份协议 agreements`,
        `  签发方 signed by ${pair.leaf.subject.text}`,
        `  指纹 thumbprint, for trust.operators: ${thumbprint}`,
        ...(options.anchors === undefined
          ? ['  ! 未核对信任锚 the path to an anchor was not checked: --anchors']
          : []),
        '下一步 next: 需双人签发的由另一运营方 sign --approve；核对，发布 look at it, then publish it:',
        `  ${commandLine(shell, 'directory', 'show', out)}`,
        `  ${commandLine(shell, 'directory', 'publish', out, '--to', '发布位置', '--anchors', options.anchors ?? '信任锚.pem', '--operator', thumbprint)}`,
      ],
      json: { file: out, version, expires: draft.expires, thumbprint, members: members.length },
    }
  })
}

function signed(draft: Directory, { key, leaf, chain }: OwnKeyPair): Buffer {
  const signer = createTokenSigner(createKeySigner(key), {
    thumbprint: leaf.thumbprint,
    chain: chain.map(({ der }) => der),
  })
  return signer.sign(messageType.directory, draft, { withChain: true })
}

/** The lines that are there and one more. Fails with DIRECTORY_DRAFT_INVALID where it would not be over the same bytes, or not of another operator. */
function withApproval(approved: Buffer, token: Buffer, { leaf }: OwnKeyPair): string {
  const lines = approvalsIn(approved).map(String)
  if (lines.some((line) => line.split('.')[1] !== String(token).split('.')[1])) {
    throw new GatewayError('DIRECTORY_DRAFT_INVALID', {
      where: 'payload',
      detail:
        '并非由此命令签发，无法逐字节加签 was not written by gateway directory sign, so that it cannot be signed byte for byte',
    })
  }
  const open = createTokens(algorithmNames).open
  if (lines.some((line) => open(Buffer.from(line, 'latin1')).thumbprint === leaf.thumbprint)) {
    throw new GatewayError('DIRECTORY_DRAFT_INVALID', {
      where: 'signature',
      detail: `该运营方已经签名 ${leaf.subject.text} has signed it already`,
    })
  }
  return [...lines, String(token)].join('\n')
}

/** Members refuse an older version, so one is not published over a newer one. */
function assertRises(out: string, { version }: Directory, contracts: Contracts): void {
  if (!existsSync(out)) return
  const published = directoryPayload(readToken(out).toString('latin1'), contracts).version
  if (version > published) return
  throw new GatewayError('DIRECTORY_ROLLED_BACK', {
    where: `/version ${version}`,
    detail: `已有不低于此的版本 ${out} has version ${published} already`,
  })
}

/** Reads it back as every member will. Without anchors the operator's path cannot be judged, only its certificate's own term and use. */
function assertReadable(
  token: Buffer,
  { leaf }: OwnKeyPair,
  { anchors, certificate: file }: Options,
  contracts: Contracts,
  now: number,
): void {
  if (leaf.extensions.keyUsage?.has('digitalSignature') === false) {
    throw new GatewayError('KEY_UNUSABLE', {
      where: file,
      detail: '该证书不用于签名 this certificate is not for signing',
    })
  }
  if (now < leaf.notBefore || leaf.notAfter < now) {
    throw new GatewayError('KEY_UNUSABLE', {
      where: file,
      detail: '该证书当前不在有效期内 this certificate is not valid today',
    })
  }
  const read = createCertificateReader(anchors === undefined ? [] : certificates(anchors))
  const trust = {
    contracts,
    tokens: createTokens(algorithmNames),
    operators: new Set([leaf.thumbprint]),
    operatorsRequired: 1,
    certificate: (chain: readonly Buffer[]) => ({
      ...read(chain),
      ...(anchors === undefined && { assertTrusted: () => undefined }),
    }),
  }
  try {
    readDirectory(token, trust, now)
  } catch (cause) {
    if (!(cause instanceof GatewayError) || cause.where !== 'signature') throw cause
    throw new GatewayError('KEY_UNUSABLE', {
      where: file,
      detail: `成员不会采信 members would not believe it: ${cause.detail}`,
      cause,
    })
  }
}
