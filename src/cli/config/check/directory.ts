import { chinaDate } from '../../../clock.ts'
import { isUrl } from '../../../directory/sources.ts'
import { daysLeft } from '../../../domain/expiry.ts'
import { GatewayError } from '../../../errors.ts'
import type { Identity } from '../../../identity/identity.ts'
import type { DirectoryView, KnownMember } from '../../../speaker/ports.ts'
import { certificateNames } from '../../../trust/peer-name.ts'
import { readToken } from '../../files.ts'
import { believing } from '../../trust.ts'
import type { CheckDeps } from './ports.ts'
import type { Report } from './report.ts'

/** The directory, and that it lists this member with these certificates at addresses that they are for. */
export function checkDirectory(
  deps: CheckDeps,
  { sign, tls, anchors = [] }: Partial<Identity>,
  report: Report,
): void {
  if (anchors.length === 0) return
  const directory = newest(deps, report)
  if (!directory) return
  const { config } = deps
  const member = directory.members.get(config.member)
  report.judge('本机构 this member', '/member', () => {
    if (member) return `${member.name} (${member.kind}), ${[...member.services].join(', ')}`
    throw invalid(config.member, '目录未登记本机构 the directory does not list this member')
  })
  if (!member) return
  if (sign) {
    report.judge('登记的签名证书 listed signing certificate', '/keys/sign/certificate', () => {
      const { thumbprint } = sign.leaf
      if (directory.signing(thumbprint)?.member.code === member.code) return thumbprint
      throw invalid(
        thumbprint,
        '目录未为本机构登记此证书 the directory does not list this certificate for this member',
      )
    })
  }
  if (tls) {
    report.judge('登记的通道证书 listed channel certificate', '/keys/tls/certificate', () => {
      const { thumbprint } = tls.leaf
      if (directory.channel(thumbprint)?.code === member.code) return thumbprint
      throw invalid(
        thumbprint,
        '目录未为本机构登记此证书 the directory does not list this certificate for this member',
      )
    })
    checkEndpoints(member, tls, deps, report)
  }
  checkRepresentation(directory, deps, report)
}

/** The newest directory that can be read from the files among the sources; what is published elsewhere is not fetched here. */
function newest({ config, contracts, now }: CheckDeps, report: Report): DirectoryView | undefined {
  const trust = believing({ ...config.trust, directory: undefined }, contracts)
  let found: DirectoryView | undefined
  for (const [i, source] of config.directory.sources.entries()) {
    const pointer = `/directory/sources/${i}`
    if (isUrl(source)) {
      report.warn('目录 directory', pointer, `${source}: 未在此读取 not fetched here`)
      continue
    }
    report.judge('目录 directory', pointer, () => {
      const view = trust.readDirectory(readToken(source), now)
      const end = view.expires * 1000
      if (end <= now) throw new GatewayError('DIRECTORY_EXPIRED', { where: `version ${view.version}` })
      if (!found || found.version < view.version) found = view
      return `${source}, version ${view.version}, ${view.members.size} members, 有效期至 until ${chinaDate(end)} (${daysLeft(end, now)} days)`
    })
  }
  return found
}

/** A centre is answered for from the directory on that says so, which may come later. */
function checkRepresentation(
  { members }: DirectoryView,
  { config: { member, represents } }: CheckDeps,
  report: Report,
): void {
  for (const [index, { centre }] of represents.entries()) {
    const [subject, pointer] = ['登记的代理关系 listed representation', `/represents/${index}/centre`]
    const listed = members.get(centre)
    if (listed?.representedBy === member) report.judge(subject, pointer, () => `${centre} ${listed.name}`)
    else {
      const text = `${centre}: 目录未登记由 ${member} 代理 the directory does not list it as represented by ${member}`
      report.warn(subject, pointer, text)
    }
  }
}

function checkEndpoints(
  member: KnownMember,
  tls: Identity['tls'],
  { config }: CheckDeps,
  report: Report,
): void {
  for (const endpoint of member.endpoints) {
    const { hostname, port } = new URL(endpoint)
    report.judge('登记的地址 listed endpoint', '/keys/tls/certificate', () => {
      const value = hostname.replaceAll(/^\[|\]$/g, '')
      const kind = /^[0-9.]+$|:/.test(value) ? 'ip' : 'dns'
      if (certificateNames(tls.leaf, { kind, value })) return endpoint
      throw new GatewayError('KEY_UNUSABLE', {
        where: endpoint,
        detail: `通道证书不适用于该地址，对方将拒绝 the channel certificate is not for ${value}; peers will refuse it`,
      })
    })
    const listed = port === '' ? 443 : Number(port)
    if (config.exchange.port !== 0 && listed !== config.exchange.port) {
      report.warn(
        '登记的地址 listed endpoint',
        '/exchange/port',
        `${endpoint}: something must forward to port ${config.exchange.port} 需有转发`,
      )
    }
  }
}

function invalid(where: string, detail: string): GatewayError {
  return new GatewayError('DIRECTORY_INVALID', { where, detail })
}
