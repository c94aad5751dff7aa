import { BlockList, isIP } from 'node:net'

/** Addresses that do not leave the machine or the organisation's own network: loopback, RFC 1918, and fc00::/7 (RFC 4193). */
const near = new BlockList()
near.addSubnet('127.0.0.0', 8, 'ipv4')
near.addSubnet('10.0.0.0', 8, 'ipv4')
near.addSubnet('172.16.0.0', 12, 'ipv4')
near.addSubnet('192.168.0.0', 16, 'ipv4')
near.addAddress('::1', 'ipv6')
near.addSubnet('fc00::', 7, 'ipv6')

/**
 * Whether personal data may be sent to this host without TLS. A name could come to mean a public address at any time, so that
 * only addresses, and localhost, are allowed. `host` as in a URL, IPv6 in brackets.
 */
export function allowsPlainText(host: string): boolean {
  const address = host.replaceAll(/^\[|\]$/g, '')
  if (address === 'localhost') return true
  const version = isIP(address)
  return version !== 0 && near.check(address, version === 4 ? 'ipv4' : 'ipv6')
}
