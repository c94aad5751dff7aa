import type { Contracts } from '../contracts/contracts.ts'
import type { Agreement, Directory, Member } from '../contracts/generated/types.ts'
import { readStrictJson } from '../domain/strict-json.ts'
import { GatewayError } from '../errors.ts'
import type { DirectoryView, KnownCertificate, KnownMember } from '../speaker/ports.ts'
import { type OperatorTrust, verifyApprovals } from './approvals.ts'
import { representationFault } from './representation.ts'

export interface DirectoryTrust extends OperatorTrust {
  contracts: Contracts
}

/**
 * Reads a signed directory: the operators' signatures under trusted certificates, the schema, no member, certificate or agreement
 * twice, and no group or representative that is not there. `now` in epoch milliseconds. Fails with DIRECTORY_INVALID; `where` names the part.
 */
export function readDirectory(bytes: Buffer, trust: DirectoryTrust, now: number): DirectoryView {
  verifyApprovals(bytes, trust, now)
  const token = bytes.toString('latin1')
  return indexed(directoryPayload(token, trust.contracts), token, trust)
}

/** What a directory token says, whoever signed it. Fails with DIRECTORY_INVALID. */
export function directoryPayload(token: string, contracts: Contracts): Directory {
  const json = readStrictJson(Buffer.from(token.split('.')[1] ?? '', 'base64url'))
  if (!json.ok) throw new GatewayError('DIRECTORY_INVALID', { where: 'payload', detail: json.fault })
  const checked = contracts.check('directory', json.value)
  if (!checked.ok) throw new GatewayError('DIRECTORY_INVALID', checked)
  return checked.value
}

function indexed(directory: Directory, token: string, trust: DirectoryTrust): DirectoryView {
  const members = new Map<string, KnownMember>()
  const signing = new Map<string, { member: KnownMember; certificate: KnownCertificate }>()
  const channels = new Map<string, { member: KnownMember; certificate: KnownCertificate }>()
  const certificates: { use: 'sign' | 'tls'; certificate: KnownCertificate }[] = []
  const retirements = new Map<string, number>()
  for (const listed of directory.members) {
    const member = memberOf(listed)
    once(members, listed.code, member, `member ${listed.code}`)
    for (const { use, chain, retired } of listed.certificates) {
      const certificate = trust.certificate(chain.map((der) => Buffer.from(der, 'base64')))
      const where = `certificate ${certificate.thumbprint} of ${listed.code}`
      once(use === 'sign' ? signing : channels, certificate.thumbprint, { member, certificate }, where)
      certificates.push({ use, certificate })
      if (retired !== undefined) retirements.set(certificate.thumbprint, instant(retired, where))
    }
  }
  assertRepresentation(directory)
  const agreements = byConsumer(directory)
  return {
    version: directory.version,
    expires: directory.expires,
    token,
    content: directory,
    members,
    signing: (thumbprint) => signing.get(thumbprint),
    channel: (thumbprint) => channels.get(thumbprint)?.member,
    channelCertificate: (thumbprint) => channels.get(thumbprint)?.certificate,
    certificates,
    retired: (thumbprint) => retirements.get(thumbprint),
    agreementsOf: (consumer) => agreements.get(consumer) ?? [],
  }
}

function memberOf({ services, code, name, kind, division, representedBy, endpoints }: Member): KnownMember {
  return {
    code,
    name,
    kind,
    division,
    ...(representedBy !== undefined && { representedBy }),
    endpoints,
    services: new Set(services),
  }
}

function assertRepresentation({ members }: Directory): void {
  const fault = representationFault(members)
  if (fault)
    throw new GatewayError('DIRECTORY_INVALID', { where: `member ${fault.code}`, detail: fault.detail })
}

function byConsumer({ agreements, groups = {} }: Directory): Map<string, Agreement[]> {
  const index = new Map<string, Agreement[]>()
  const ids = new Map<string, true>()
  for (const agreement of agreements) {
    once(ids, agreement.id, true, `agreement ${agreement.id}`)
    const consumers = codesOf(agreement, 'consumers', groups)
    const resolved = { ...agreement, consumers, providers: codesOf(agreement, 'providers', groups) }
    for (const consumer of consumers) {
      const found = index.get(consumer)
      if (found) found.push(resolved)
      else index.set(consumer, [resolved])
    }
  }
  return index
}

/** Groups replaced by their members, nobody twice. */
function codesOf(
  agreement: Agreement,
  side: 'consumers' | 'providers',
  groups: Record<string, string[]>,
): string[] {
  const codes = agreement[side].flatMap((party) => {
    if (!party.startsWith('group:')) return party
    const name = party.slice('group:'.length)
    const members = Object.hasOwn(groups, name) ? groups[name] : undefined
    if (members) return members
    throw new GatewayError('DIRECTORY_INVALID', {
      where: `${side} of agreement ${agreement.id}`,
      detail: `没有该分组 there is no group ${name}`,
    })
  })
  return [...new Set(codes)]
}

function once<T>(map: Map<string, T>, key: string, value: T, where: string): void {
  if (map.has(key)) throw new GatewayError('DIRECTORY_INVALID', { where, detail: '重复登记 listed twice' })
  map.set(key, value)
}

/** The schema lets pass the form of an instant; a 31st of February is none. */
function instant(text: string, where: string): number {
  const time = Date.parse(text)
  if (!Number.isNaN(time)) return time
  throw new GatewayError('DIRECTORY_INVALID', { where, detail: '停用时间不是时刻 retired is no instant' })
}
