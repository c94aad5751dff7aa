import { isIP } from 'node:net'
import type { CertificateUse } from '../../trust/issue.ts'
import { misused } from '../command.ts'

/** What a certificate request says of its owner. */
export interface CsrNames {
  use: CertificateUse
  organisation: string
  member: string
  dns?: string[]
  ip?: string[]
}

const hostName = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i

/** A request that no CA has to send back. Fails with USAGE_INVALID. */
export function assertCsrNames({ use, organisation, member, dns = [], ip = [] }: CsrNames): void {
  if (organisation.trim() !== organisation || !/^[^\p{Cc}]{1,64}$/u.test(organisation)) {
    throw misused(
      '--organisation',
      '须为 1 至 64 个字符，首尾无空白 1 to 64 characters (RFC 5280 ub-organization-name), no white space around',
    )
  }
  if (!/^[0-9]{9}([0-9]{6})?$/.test(member))
    throw misused('--member', '须为 15 位数字，门户为 9 位 15 digits, or 9 of a portal')
  if (use === 'sign' && dns.length + ip.length > 0) {
    throw misused('--dns, --ip', '签名证书不含主机名 a signing certificate is for no host')
  }
  if (use === 'tls' && dns.length + ip.length === 0) {
    throw misused(
      '--dns, --ip',
      '请给出对方所连接的主机名或地址 name the hosts or addresses that peers connect to',
    )
  }
  for (const name of dns)
    if (!hostName.test(name) || isIP(name) !== 0)
      throw misused('--dns', `不是主机名 is no host name: ${name}`)
  for (const address of ip)
    if (isIP(address) === 0) throw misused('--ip', `不是地址 is no address: ${address}`)
}
