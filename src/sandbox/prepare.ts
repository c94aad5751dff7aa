import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { stringify } from 'yaml'
import { chinaDate } from '../clock.ts'
import type {
  Directory,
  GatewayConfig,
  Member,
  OfficeClient,
  RepresentedCentreSettings,
} from '../contracts/generated/types.ts'
import { messageType } from '../domain/message-type.ts'
import { GatewayError } from '../errors.ts'
import { createKeySigner, createTokenSigner } from '../jws/signer.ts'
import { certificatesFromPem } from '../trust/certificate.ts'
import { readKey } from '../trust/keys.ts'
import { authorityOf, createSandboxAuthority, type SandboxAuthority } from './authority.ts'
import { representedCentres } from './centres.ts'
import { createSandboxCore } from './core.ts'
import { put, type SandboxFiles, sandboxFiles } from './files.ts'
import { setUpIdentity } from './identity-provider/setup.ts'
import { keepAuthority, publishLists, readAuthority } from './revocation.ts'
import {
  sandboxAgreements,
  sandboxGroups,
  type SandboxMember,
  sandboxMembers,
  sandboxRepresented,
} from './members.ts'
import { sandboxClients } from './office-clients.ts'
import type { MemberPorts, SandboxPorts } from './ports.ts'
import { representCentre } from './represent-centre.ts'

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
export function prepareSandbox(folder: string, now: number, ports: SandboxPorts): SandboxFiles {
  const files = sandboxFiles(folder)
  const today = chinaDate(now)
  const earlier = readManifest(files)
  if (!earlier) beginAnew(folder, files)
  const members = earlier?.members ?? makeMembers(files, createSandboxAuthority(now), ports)
  setUpIdentity(files, () => keptAuthority(files, now), ports.identity)
  if (earlier?.coresOf !== today) {
    for (const { code, core } of coresOf(files)) createSandboxCore(core, code, today)
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

/** Whether a folder holds a sandbox that the next start goes on with. */
export function isKept(files: SandboxFiles): boolean {
  return readManifest(files) !== undefined
}

/** The files of an earlier run, when its making was finished, and it was of the same members. */
function readManifest({ manifest }: SandboxFiles): Manifest | undefined {
  if (!existsSync(manifest)) return undefined
  const earlier = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest
  const same = isDeepStrictEqual(codesOf(earlier.members), codesOf(sandboxMembers))
  return same ? earlier : undefined
}

function codesOf(members: readonly { code: string }[]): string[] {
  return members.map(({ code }) => code)
}

/** Every core database of the sandbox, with the centre whose it is. */
function coresOf(files: SandboxFiles): { code: string; core: string }[] {
  return [
    ...sandboxMembers.flatMap(({ code, kind }) =>
      kind === 'centre' ? [{ code, core: files.member(code).core }] : [],
    ),
    ...representedCentres.map(({ code }) => ({ code, core: files.centre(code).core })),
  ]
}

/** Certificates that it issues now end with its own. */
function keptAuthority(files: SandboxFiles, now: number): SandboxAuthority {
  const issuing = readAuthority(files.issuing)
  const { notAfter } = issuing.certificate
  return authorityOf(readAuthority(files.root), issuing, { notBefore: now - 3_600_000, notAfter })
}

function makeMembers(files: SandboxFiles, authority: SandboxAuthority, ports: SandboxPorts): Member[] {
  put(files.anchors, authority.anchors)
  keepAuthority(files, authority)
  const operator = authority.issue('sign', '沙箱目录运营方 Sandbox Directory Operator')
  put(files.operatorKey, operator.key, true)
  put(files.operatorCertificate, operator.certificate)
  const represents = representedCentres.map((centre, i) => representCentre(centre, ports.centre(i), files))
  return sandboxMembers.map((member, i) =>
    makeMember(member, ports.member(i), files, authority, operator.thumbprint, represents),
  )
}

function makeMember(
  member: SandboxMember,
  ports: MemberPorts,
  files: SandboxFiles,
  authority: SandboxAuthority,
  operator: string,
  represents: RepresentedCentreSettings[],
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
  const clients = sandboxClients(member.code, office.thumbprint, own)
  const config = configOf(member, ports, operator, clients, authority)
  put(own.config, stringify({ ...config, ...(member.kind === 'hub' && { represents }) }))
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
  clients: OfficeClient[],
  { root, issuing }: SandboxAuthority,
): GatewayConfig {
  const host = '127.0.0.1'
  return {
    member: member.code,
    mode: 'sandbox',
    exchange: { host, port: ports.exchange },
    office: { host, port: ports.office, clients },
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
    members: [...members, ...sandboxRepresented],
    groups: sandboxGroups,
    agreements: sandboxAgreements(chinaDate(now)),
  }
  return signer.sign(messageType.directory, directory, { withChain: true })
}
