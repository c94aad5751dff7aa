import { randomBytes } from 'node:crypto'
import { dirname } from 'node:path'
import { stringify } from 'yaml'
import type {
  GatewayConfig,
  Member,
  OfficeClient,
  RepresentedCentreSettings,
} from '../contracts/generated/types.ts'
import type { SandboxAuthority } from './authority.ts'
import { representedCentres } from './centres.ts'
import { put, type SandboxFiles } from './files.ts'
import { type SandboxMember, sandboxMembers } from './members.ts'
import { makeFolder } from '../file-access.ts'
import { sandboxClients } from './office-clients.ts'
import type { MemberPorts, SandboxPorts } from './ports.ts'
import { representCentre } from './represent-centre.ts'
import { keepAuthority } from './revocation.ts'

/** Keys, certificates and configuration of every member, and the operator's; gives what the directory says of them. */
export function makeMembers(files: SandboxFiles, authority: SandboxAuthority, ports: SandboxPorts): Member[] {
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
  makeFolder(dirname(own.store))
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
