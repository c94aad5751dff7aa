import { chinaDateTime } from '../clock.ts'
import type { Agreement, Directory, Member, MemberCertificate } from '../contracts/generated/types.ts'
import { digestOf } from '../domain/digest.ts'

/** One thing that two directories do not have in common, in words. */
export interface DirectoryChange {
  en: string
  zh: string
}

/**
 * What changed from `a` to `b`, in words; nothing if and only if they say the same. The order of lists does not matter, but that of
 * endpoints and of agreements, which the first one that fits decides.
 */
export function diffDirectories(a: Directory, b: Directory): DirectoryChange[] {
  return [
    ...value(a.federation, b.federation, 'federation', '联盟名称'),
    ...value(a.version, b.version, 'version', '版本'),
    ...value(time(a.issuedAt), time(b.issuedAt), 'issued', '签发时间'),
    ...value(time(a.expires), time(b.expires), 'expires', '到期时间'),
    ...members(a.members, b.members),
    ...groups(a.groups ?? {}, b.groups ?? {}),
    ...agreements(a.agreements, b.agreements),
  ]
}

function members(a: readonly Member[], b: readonly Member[]): DirectoryChange[] {
  return byKey(a, b, ({ code }) => code).flatMap(member)
}

function member([code, before, after]: Pair<Member>): DirectoryChange[] {
  if (!before) {
    const by = after?.representedBy
    const added = say(
      `member ${code} ${after?.name} added${by === undefined ? '' : `, represented by ${by}`}`,
      `新增成员 ${code} ${after?.name}${by === undefined ? '' : `，由 ${by} 代理`}`,
    )
    return [added, ...certificates(code, [], after?.certificates ?? [])]
  }
  if (!after) return [say(`member ${code} ${before.name} removed`, `移除成员 ${code} ${before.name}`)]
  const [from, to] = [before.endpoints.join(' '), after.endpoints.join(' ')]
  return [
    ...renamed(before, after),
    ...value(before.kind, after.kind, `kind of ${code}`, `${code} 类别`),
    ...value(before.division, after.division, `division of ${code}`, `${code} 行政区划`),
    ...value(before.representedBy, after.representedBy, `representative of ${code}`, `${code} 代理方`),
    ...value(from, to, `endpoints of ${code}`, `${code} 接入地址`),
    ...certificates(code, before.certificates, after.certificates),
    ...sets(before.services, after.services, `services of ${code}`, `${code} 服务`),
    ...sets(before.protocols, after.protocols, `protocols of ${code}`, `${code} 协议版本`),
  ]
}

function renamed({ code, name }: Member, after: Member): DirectoryChange[] {
  if (name === after.name) return []
  return [
    say(
      `member ${code} renamed from ${name} to ${after.name}`,
      `成员 ${code} 由 ${name} 更名为 ${after.name}`,
    ),
  ]
}

const use = { sign: ['signing', '签名'], tls: ['TLS', ' TLS '] } as const

function certificates(
  code: string,
  a: readonly MemberCertificate[],
  b: readonly MemberCertificate[],
): DirectoryChange[] {
  return byKey(a, b, keyOf).flatMap((pair) => certificate(code, pair))
}

function certificate(code: string, [key, before, after]: Pair<MemberCertificate>): DirectoryChange[] {
  const [en, zh] = use[(after ?? before)?.use ?? 'sign']
  const thumbprint = key.slice(key.indexOf(' ') + 1)
  const what = `${en} certificate ${thumbprint} of ${code}`
  const whatZh = `${code} 的${zh}证书 ${thumbprint}`
  if (!after) return [say(`${what} removed`, `移除 ${whatZh}`)]
  const retired = retirement(before?.retired, after.retired, what, whatZh)
  if (!before) return [say(`${what} added`, `新增 ${whatZh}`), ...retired]
  if (before.chain.join() === after.chain.join()) return retired
  return [...retired, say(`${what} has other intermediates`, `${whatZh} 的中间证书变更`)]
}

/** Use and thumbprint of the certificate itself. */
function keyOf({ use, chain: [leaf = ''] }: MemberCertificate): string {
  return `${use} ${digestOf(Buffer.from(leaf, 'base64'))}`
}

function retirement(
  before: string | undefined,
  after: string | undefined,
  what: string,
  whatZh: string,
): DirectoryChange[] {
  if (before === after) return []
  if (after === undefined) return [say(`${what} in force again`, `${whatZh} 恢复使用`)]
  return [say(`${what} retired from ${after}`, `${whatZh} 自 ${after} 起停用`)]
}

function groups(a: Record<string, string[]>, b: Record<string, string[]>): DirectoryChange[] {
  return byKey(Object.entries(a), Object.entries(b), ([name]) => name).flatMap(([name, before, after]) => {
    if (!before)
      return [say(`group ${name} added: ${list(after?.[1])}`, `新增分组 ${name}：${list(after?.[1])}`)]
    if (!after) return [say(`group ${name} removed`, `移除分组 ${name}`)]
    return sets(before[1], after[1], `group ${name}`, `分组 ${name}`)
  })
}

function agreements(a: readonly Agreement[], b: readonly Agreement[]): DirectoryChange[] {
  const changes = byKey(a, b, ({ id }) => id).flatMap(([id, before, after]) => {
    if (!before) return [say(`agreement ${id} added`, `新增协议 ${id}`)]
    if (!after) return [say(`agreement ${id} removed`, `移除协议 ${id}`)]
    return agreement(id, before, after)
  })
  return [...changes, ...order(a, b)]
}

function agreement(id: string, before: Agreement, after: Agreement): DirectoryChange[] {
  const named = (en: string, zh: string) => [`${en} of agreement ${id}`, `协议 ${id} 的${zh}`] as const
  return [
    ...sets(before.consumers, after.consumers, ...named('consumers', '查询方')),
    ...sets(before.providers, after.providers, ...named('providers', '提供方')),
    ...sets(before.services, after.services, ...named('services', '服务')),
    ...sets(before.purposes, after.purposes, ...named('purposes', '用途')),
    ...sets(before.fields, after.fields, ...named('field sets', '字段组')),
    ...sets(before.bases, after.bases, ...named('bases', '查询依据')),
    ...value(before.notBefore, after.notBefore, ...named('first day', '起始日')),
    ...value(before.notAfter, after.notAfter, ...named('last day', '截止日')),
    ...value(
      before.requestsPerMinute,
      after.requestsPerMinute,
      ...named('requests a minute', '每分钟请求数上限'),
    ),
    ...value(before.singleUse, after.singleUse, ...named('single use of a consent', '授权一次有效')),
  ]
}

function order(a: readonly Agreement[], b: readonly Agreement[]): DirectoryChange[] {
  return value(idsAlsoIn(b, a), idsAlsoIn(a, b), 'order of agreements', '协议顺序')
}

function idsAlsoIn(other: readonly Agreement[], agreements: readonly Agreement[]): string {
  const ids = new Set(other.map(({ id }) => id))
  return agreements.flatMap(({ id }) => (ids.has(id) ? id : [])).join(', ')
}

type Pair<T> = [key: string, before: T | undefined, after: T | undefined]

/** Both sides by key, in order of first appearance. */
function byKey<T>(a: readonly T[], b: readonly T[], key: (item: T) => string): Pair<T>[] {
  const before = new Map(a.map((item) => [key(item), item]))
  const after = new Map(b.map((item) => [key(item), item]))
  return [...new Set([...before.keys(), ...after.keys()])].map((each) => [
    each,
    before.get(each),
    after.get(each),
  ])
}

function value<T extends string | number | boolean>(
  a: T | undefined,
  b: T | undefined,
  en: string,
  zh: string,
): DirectoryChange[] {
  if (a === b) return []
  return [say(`${en}: ${a ?? 'none'} → ${b ?? 'none'}`, `${zh}：${a ?? '无'} → ${b ?? '无'}`)]
}

function sets(a: readonly string[], b: readonly string[], en: string, zh: string): DirectoryChange[] {
  const added = b.filter((item) => !a.includes(item))
  const removed = a.filter((item) => !b.includes(item))
  return [
    ...(added.length > 0 ? [say(`${en}: ${list(added)} added`, `${zh}：新增 ${list(added)}`)] : []),
    ...(removed.length > 0 ? [say(`${en}: ${list(removed)} removed`, `${zh}：移除 ${list(removed)}`)] : []),
  ]
}

function list(items: readonly string[] = []): string {
  return items.length === 0 ? '—' : items.join(', ')
}

function time(seconds: number): string {
  return chinaDateTime(seconds * 1000)
}

function say(en: string, zh: string): DirectoryChange {
  return { en, zh }
}
