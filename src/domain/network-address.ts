import { isIPv6 } from 'node:net'

/** An IP address without blanks, IPv4 as such where a socket of both kinds writes it as IPv6. */
export function plainAddress(text: string): string {
  return text.trim().replace(/^::ffff:(?=[\d.]+$)/i, '')
}

/** Whom a plain address stands for: IPv4 for itself, IPv6 for its network of 64 bits, since one house has all of that. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after]
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
