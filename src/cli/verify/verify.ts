import { Command } from 'commander'
import { chinaDateTime } from '../../clock.ts'
import { createContracts } from '../../contracts/contracts.ts'
import type { JobResult } from '../../contracts/generated/types.ts'
import { legibleText } from '../../domain/legible.ts'
import { messageType } from '../../domain/message-type.ts'
import { verifyBundle, verifyPair } from '../../evidence/verify-bundle.ts'
import { verifyDepositCertificate } from '../../evidence/verify-certificate.ts'
import { verifyJobResult } from '../../evidence/verify-result.ts'
import { commandLine } from '../called-as.ts'
import { finish, misused, type Outcome } from '../command.ts'
import { readBytes, tokenIn } from '../files.ts'
import { asOption, type ConfigOptions, configOption } from '../sandbox-member.ts'
import type { Shell } from '../shell.ts'
import { type Believed, believed, operatorsRequiredOption, type TrustOptions } from '../trust.ts'
import { type AnyVerdict, verdictLines } from './verdict-lines.ts'

type Options = ConfigOptions & TrustOptions

/** `gateway verify`: judges evidence offline, with jose for every signature. */
export function verifyCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('verify')
    .description('verify evidence offline: who signed what when, and what does not hold 离线核验证据')
    .argument(
      '<file...>',
      'an evidence bundle, a deposit certificate or a job’s result (JWS), or a request and its answer (two JWS files)',
    )
    .option(...configOption)
    .option(...asOption)
    .option('--anchors <file>', 'trust anchors, PEM; instead of those of a configuration')
    .option(
      '--operator <thumbprint>',
      'SHA-256 of a certificate that may sign the directory, base64url; may be repeated',
      (thumbprint: string, before: string[] = []) => [...before, thumbprint],
    )
    .option(...operatorsRequiredOption)
    .option('--directory <file>', 'signed directory, where the evidence holds none')
    .addHelpText(
      'after',
      '\nAnchors and operators come from --config, --as or GATEWAY_CONFIG, or are named here; never from the evidence.' +
        '\nEvery certificate is judged at the time it signed. Exit code 1 where anything does not hold.' +
        '\nMade by: gateway request … --save evidence.json',
    )
  return finish<Options>(command, shell, setExit, async (options, files) => {
    const read = files.map((file) => ({ file, bytes: readBytes(file) }))
    const trust = believed(options, shell, createContracts())
    const [first] = read
    if (first && read.length === 1) return one(first, trust, shell)
    if (read.length !== 2)
      throw misused('<file...>', '请给出一个文件，或请求及其应答 give one file, or a request and its answer')
    const [request, answer] = paired(read)
    return told(await verifyPair({ request, answer, directory: directoryOf(trust) }, trust))
  })
}

interface ReadFile {
  file: string
  bytes: Buffer
}

async function one({ file, bytes }: ReadFile, trust: Believed, shell: Shell): Promise<Outcome> {
  const type = typeOf(bytes)
  if (type === undefined) {
    if (trust.operators.size === 0)
      throw misused(
        '--operator',
        '请指明谁可以签发证据包中的目录 say who may sign the directory of the bundle',
      )
    return told(await verifyBundle(bytes, trust))
  }
  if (type === messageType.certificate) {
    const directory = trust.operators.size === 0 ? undefined : trust.directory?.()
    return told(await verifyDepositCertificate(tokenIn(bytes), directory, trust, shell.clock()))
  }
  if (type === messageType.result) {
    return told(await verifyJobResult(tokenIn(bytes), directoryOf(trust), trust))
  }
  if (type === messageType.directory)
    throw misused(
      file,
      `查看目录请用 a directory is shown with: ${commandLine(shell, 'directory', 'show', file)}`,
    )
  throw misused(
    file,
    `不能单独核验，请给出请求及其应答 ${type || 'this'} does not stand alone; give the request and its answer`,
  )
}

/** The header's `typ`, unverified; undefined for what is no token, empty for a token without. */
function typeOf(bytes: Buffer): string | undefined {
  const [header = '', ...rest] = bytes.toString('latin1').trimEnd().split('.')
  if (bytes[0] === '{'.charCodeAt(0) || rest.length !== 2) return undefined
  try {
    const { typ } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { typ?: unknown }
    return typeof typ === 'string' ? typ : ''
  } catch {
    return ''
  }
}

/** Request first, in whichever order they were given. */
function paired(read: readonly ReadFile[]): [request: Buffer, answer: Buffer] {
  const [first, second] = read.map(({ bytes }) => tokenIn(bytes))
  if (!first || !second) throw misused('<file...>', '请给出请求及其应答 give a request and its answer')
  return typeOf(second) === messageType.request ? [second, first] : [first, second]
}

function directoryOf(trust: Believed): Buffer {
  if (!trust.directory || trust.operators.size === 0) {
    throw misused(
      '--directory',
      '单独的报文须配有已签发的目录及其运营方 messages on their own need a signed directory and its --operator',
    )
  }
  return trust.directory()
}

function told(verdict: AnyVerdict): Outcome {
  const { ok, findings } = verdict
  // A stranger's words in it make no line that looks like a verdict of ours
  const lines = verdictLines(verdict).map(legibleText)
  const signed = verdict.signed.map((by) => ({ ...by, at: chinaDateTime(by.at) }))
  return { ok, lines, json: { ok, signed, findings, ...about(verdict) } }
}

/** What the evidence is about, without the person. */
function about(verdict: AnyVerdict): object {
  if ('result' in verdict) return verdict.result ? { result: statesOf(verdict.result) } : {}
  const certificate = 'exchange' in verdict ? verdict.exchange?.certificate : verdict.certificate
  const request = 'exchange' in verdict ? verdict.exchange?.request : undefined
  return {
    ...(request && {
      exchange: { id: request.jti, asker: request.iss, asked: request.aud, service: request.service },
    }),
    ...(certificate && {
      certificate: {
        number: certificate.number,
        issuer: certificate.iss,
        ...(certificate.relayedBy && { relayedBy: certificate.relayedBy }),
        addressee: certificate.addressee,
        issuedAt: certificate.issuedAt,
        validUntil: certificate.validUntil,
      },
    }),
  }
}

function statesOf({ job, iss, service, endedAt, centres }: JobResult): object {
  return {
    job,
    asker: iss,
    service,
    endedAt,
    centres: centres.map(({ centre, state }) => ({ centre, state })),
  }
}
