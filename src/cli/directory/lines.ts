import { chinaDate, chinaDateTime } from '../../clock.ts'
import type { Agreement, Directory, Member, MemberCertificate } from '../../contracts/generated/types.ts'
import { toGatewayError } from '../../errors.ts'
import type { Finding } from '../../evidence/findings.ts'
import type { Signed } from '../../evidence/ports.ts'
import { readCertificate } from '../../trust/certificate.ts'

/** How a directory stands at this moment. */
export interface DirectoryStatus {
  inForce: boolean
  /** Undefined where nobody said whom to believe. */
  verified: boolean | undefined
  /** The operators whose signatures were proved. */
  signed: readonly Signed[]
  findings: readonly Finding[]
}

const dayMs = 86_400_000

const kinds = { centre: '中心 centre', portal: '门户 portal', hub: '枢纽 hub' }
const uses = { sign: '签名 sign', tls: '通道 tls' }
const purposes = {
  'remote-housing-loan': '异地贷款 remote-housing-loan',
  'citizen-application': '个人申请 citizen-application',
}
const bases = { consent: '本人授权 consent', 'statutory-duty': '法定职责 statutory-duty' }

/** A directory as people read it. `now` in epoch milliseconds. */
export function directoryLines(directory: Directory, status: DirectoryStatus, now: number): string[] {
  const { federation, version, issuedAt, members, agreements } = directory
  const names = new Map<string, string>(members.map(({ code, name }) => [code, name]))
  return [
    `${federation}　版本 version ${version}`,
    `签发 issued ${chinaDateTime(issuedAt * 1000)}　${expiry(directory, status, now)}`,
    ...verification(status),
    '',
    `成员 members (${members.length}):`,
    ...members.flatMap((member) => memberLines(member, names, now)),
    ...groupLines(directory, names),
    '',
    `协议 agreements (${agreements.length}); 未列明的一律不允许 nothing else is allowed:`,
    ...agreements.flatMap((agreement) => agreementLines(agreement, names, now)),
  ]
}

function expiry({ expires }: Directory, { inForce }: DirectoryStatus, now: number): string {
  const until = chinaDateTime(expires * 1000)
  const days = Math.floor((expires * 1000 - now) / dayMs)
  return inForce ? `有效期至 until ${until} (${days} days)` : `✗ 已过期 expired ${until}`
}

function verification({ verified, signed, findings }: DirectoryStatus): string[] {
  if (verified === undefined) {
    return ['! 未核验 not verified: 未指定信任锚与运营方 no anchors were given (--config or --as)']
  }
  if (verified) {
    return signed.flatMap(({ subject, thumbprint }) => [
      `✓ 验证通过 verified: signed by ${subject}`,
      `  指纹 thumbprint ${thumbprint}`,
    ])
  }
  const failed = findings.filter(({ state }) => state === 'fails')
  return [
    '✗ 验证未通过，不得使用 not verified, do not use it',
    ...failed.map(
      ({ check, code, where, detail }) => `  ✗ ${[check, code, where, detail].filter(Boolean).join(', ')}`,
    ),
  ]
}

function memberLines(member: Member, names: ReadonlyMap<string, string>, now: number): string[] {
  const { code, name, kind, division, representedBy, endpoints, services, certificates } = member
  return [
    `  ${code}　${name}　${kinds[kind]}　${division}`,
    representedBy === undefined
      ? `    地址 endpoints: ${endpoints.join(', ')}`
      : `    由其代理 represented by: ${representedBy} ${names.get(representedBy) ?? ''}`,
    `    服务 services: ${services.join(', ') || '—'}`,
    ...certificates.map((certificate) => `    ${certificateText(certificate, now)}`),
  ]
}

function certificateText({ use, chain, retired }: MemberCertificate, now: number): string {
  try {
    const { subject, thumbprint, notAfter } = readCertificate(Buffer.from(chain[0] ?? '', 'base64'))
    const days = Math.floor((notAfter - now) / dayMs)
    const left = days < 0 ? '✗ 已过期 expired' : `剩余 ${days} 天 days left`
    const retirement = retired === undefined ? '' : `　停用 retired ${retired}`
    return `${uses[use]}: ${subject.text}　${chinaDate(notAfter)}　${left}${retirement}　${thumbprint}`
  } catch (thrown) {
    return `${uses[use]}: ✗ ${toGatewayError(thrown).message}`
  }
}

function groupLines({ groups = {} }: Directory, names: ReadonlyMap<string, string>): string[] {
  const lines = Object.entries(groups).map(([name, codes]) => `  ${name}　${named(codes, names)}`)
  return lines.length === 0 ? [] : ['', `分组 groups (${lines.length}):`, ...lines]
}

function agreementLines(agreement: Agreement, names: ReadonlyMap<string, string>, now: number): string[] {
  const { id, consumers, providers, services, fields, notBefore, notAfter } = agreement
  const today = chinaDate(now)
  const state = today < notBefore ? '尚未生效 not yet' : today > notAfter ? '✗ 已到期 over' : '生效 in force'
  return [
    `  ${id}　${notBefore} — ${notAfter}　${state}`,
    `    ${named(consumers, names)}`,
    `    可向 may ask ${named(providers, names)}`,
    `    查询 for ${services.join(', ')}`,
    `    用途 purpose ${agreement.purposes.map((purpose) => purposes[purpose]).join(', ')}　依据 basis ${agreement.bases.map((basis) => bases[basis]).join(', ')}`,
    `    字段 fields ${fields.join(', ') || '—'}`,
    ...limits(agreement).map((limit) => `    ${limit}`),
  ]
}

function limits({ requestsPerMinute, singleUse }: Agreement): string[] {
  return [
    ...(requestsPerMinute === undefined ? [] : [`限速 at most ${requestsPerMinute} requests a minute`]),
    ...(singleUse === true ? ['授权一次有效 a consent serves once'] : []),
  ]
}

function named(parties: readonly string[], names: ReadonlyMap<string, string>): string {
  return parties
    .map((party) => {
      if (party.startsWith('group:')) return `分组 group ${party.slice('group:'.length)}`
      return names.get(party) ?? `${party}（非成员 no member）`
    })
    .join('、')
}
