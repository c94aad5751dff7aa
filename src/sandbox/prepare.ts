import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { stringify } from 'yaml'
import { chinaDate } from '../clock.ts'
import type { Directory, GatewayConfig, Member } from '../contracts/generated/types.ts'
import { messageType } from '../domain/message-type.ts'
import { GatewayError } from '../errors.ts'
import { createKeySigner, createTokenSigner } from '../jws/signer.ts'
import { certificatesFromPem } from '../trust/certificate.ts'
import { readKey } from '../trust/keys.ts'
import { createSandboxAuthority, type SandboxAuthority } from './authority.ts'
import { createSandboxCore } from './core.ts'
import { put, type SandboxFiles, sandboxFiles } from './files.ts'
import { keepAuthority, publishLists } from './revocation.ts'
import { sandboxAgreements, sandboxGroups, type SandboxMember, sandboxMembers } from './members.ts'

/** Ports of one member's listeners. */
export interface MemberPorts {
  exchange: number
  office: number
  ops: number
}

interface Manifest {
  /** Rises with every preparation, since each signs a new directory. */
  directoryVersion: number
  /** The day, China time, that the cores were made for. */
  coresOf: string
  members: Member[]
}

const dayMs = 86_400_000
/** Made anew at every start, so it need not live long. */
const directoryDays = 7

/**
 * Makes the files of a sandbox federation, or brings those of an earlier one up to date: keys and stores stay, the directory
 * is signed anew, and the cores are remade on a new day so that their payments are current. `now` in epoch milliseconds.
 * Fails with USAGE_INVALID where the folder holds anything else.
 */
export function prepareSandbox(
  folder: string,
  now: number,
  portsOf: (index: number) => MemberPorts,
): SandboxFiles {
  const files = sandboxFiles(folder)
  const today = chinaDate(now)
  const earlier = readManifest(files)
  if (!earlier) beginAnew(folder, files)
  const members = earlier?.members ?? makeMembers(files, createSandboxAuthority(now), portsOf)
  if (earlier?.coresOf !== today) {
    for (const { code, kind } of members)
      if (kind === 'centre') createSandboxCore(corePath(files, code), code, today)
  }
  publishLists(files, now)
  const directoryVersion = (earlier?.directoryVersion ?? 0) + 1
  put(files.directory, signedDirectory(files, members, directoryVersion, now))
  put(
    files.manifest,
    JSON.stringify({ directoryVersion, coresOf: today, members } satisfies Manifest, null, 2),
  )
  return files
}

/** Clears away what an interrupted start left, and nothing else. */
function beginAnew(folder: string, { notice, manifest }: SandboxFiles): void {
  const ours = existsSync(notice) || existsSync(manifest)
  const strangers = existsSync(folder) && !ours && readdirSync(folder).length > 0
  if (strangers) {
    throw new GatewayError('USAGE_INVALID', {
      where: folder,
      detail: 'holds files that are not of a sandbox; name a new or empty folder',
    })
  }
  rmSync(folder, { recursive: true, force: true })
  put(
    notice,
    '网关沙箱的文件，可随时整体删除。 Files of a gateway sandbox; delete the folder to begin anew.\n',
  )
}

/** The files of an earlier run, when its making was finished and its authority was kept, which early ones did not. */
function readManifest({ manifest, issuing }: SandboxFiles): Manifest | undefined {
  return existsSync(manifest) && existsSync(issuing.key)
    ? (JSON.parse(readFileSync(manifest, 'utf8')) as Manifest)
    : undefined
}

function makeMembers(
  files: SandboxFiles,
  authority: SandboxAuthority,
  portsOf: (index: number) => MemberPorts,
): Member[] {
  put(files.anchors, authority.anchors)
  keepAuthority(files, authority)
  const operator = authority.issue('sign', '沙箱目录运营方 Sandbox Directory Operator')
  put(files.operatorKey, operator.key, true)
  put(files.operatorCertificate, operator.certificate)
  return sandboxMembers.map((member, i) =>
    makeMember(member, portsOf(i), files, authority, operator.thumbprint),
  )
}

function makeMember(
  member: SandboxMember,
  ports: MemberPorts,
  files: SandboxFiles,
  authority: SandboxAuthority,
  operator: string,
): Member {
  const own = files.member(member.code)
  const sign = authority.issue('sign', member.name, member.code)
  const tls = authority.issue('tls', member.name, member.code)
  const office = authority.issue('tls', `${member.name} 经办台`, member.code)
  for (const [pair, key, certificate] of [
    [sign, own.signKey, own.signCertificate],
    [tls, own.tlsKey, own.tlsCertificate],
    [office, own.officeKey, own.officeCertificate],
  ] as const) {
    put(key, pair.key, true)
    put(certificate, pair.certificate)
  }
  put(own.storeKey, `${randomBytes(32).toString('base64')}\n`, true)
  mkdirSync(dirname(own.store), { recursive: true })
  put(own.config, stringify(configOf(member, ports, operator, office.thumbprint, authority)))
  return {
    ...member,
    endpoints: [`https://127.0.0.1:${ports.exchange}`],
    certificates: [
      { use: 'sign', chain: sign.chain },
      { use: 'tls', chain: tls.chain },
    ],
    protocols: ['1'],
  }
}

function configOf(
  member: SandboxMember,
  ports: MemberPorts,
  operator: string,
  office: string,
  { root, issuing }: SandboxAuthority,
): GatewayConfig {
  const host = '127.0.0.1'
  return {
    member: member.code,
    mode: 'sandbox',
    exchange: { host, port: ports.exchange },
    office: { host, port: ports.office, clients: [{ name: 'desk', thumbprint: office }] },
    ops: { host, port: ports.ops },
    keys: {
      sign: { key: 'keys/sign.key.pem', certificate: 'keys/sign.crt.pem' },
      tls: { key: 'keys/tls.key.pem', certificate: 'keys/tls.crt.pem' },
    },
    trust: {
      anchors: '../../trust/anchors.pem',
      operators: [operator],
      revocation: {
        refreshSeconds: 5,
        sources: [
          { name: 'sandbox-root', issuer: root.certificate.thumbprint, lists: ['../../trust/root.crl'] },
          {
            name: 'sandbox-issuing',
            issuer: issuing.certificate.thumbprint,
            lists: ['../../trust/issuing.crl'],
          },
        ],
      },
    },
    directory: { sources: ['../../directory.jws'], refreshSeconds: 5 },
    store: { file: 'data/gateway.db', keyFile: 'keys/store.key' },
    ...(member.kind === 'centre' && { core: { file: 'data/core.db', certificateValidity: 'P2M' } }),
  }
}

function signedDirectory(files: SandboxFiles, members: Member[], version: number, now: number): Buffer {
  const chain = certificatesFromPem(readFileSync(files.operatorCertificate, 'utf8'))
  const signer = createTokenSigner(createKeySigner(readKey(readFileSync(files.operatorKey, 'utf8'))), {
    thumbprint: chain[0]?.thumbprint ?? '',
    chain: chain.map(({ der }) => der),
  })
  const directory: Directory = {
    federation: '长三角公积金数据交换沙箱',
    version,
    issuedAt: Math.floor(now / 1000),
    expires: Math.floor((now + directoryDays * dayMs) / 1000),
    members,
    groups: sandboxGroups,
    agreements: sandboxAgreements(chinaDate(now)),
  }
  return signer.sign(messageType.directory, directory, { withChain: true })
}

function corePath(files: SandboxFiles, code: string): string {
  return files.member(code).core
}
