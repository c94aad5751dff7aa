import { isIP, isIPv6 } from 'node:net'
import type { IncomingMessage } from 'node:http'

/**
 * Where a request comes from: the other end of the connection, or where that is a proxy of ours the address that it saw. Nobody
 * else's word counts. An IPv6 address stands for its network of 64 bits, since one house has all of that.
 */
export function addressOf(
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
  proxies: ReadonlySet<string>,
): string {
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  const way = [...forwarded, socket.remoteAddress ?? ''].map(plain).toReversed()
  const first = way.findIndex((address) => !proxies.has(address))
  const address = way[first < 0 ? way.length - 1 : first] ?? ''
  // What is no address was made up by whoever stands behind the last proxy.
  return isIP(address) === 0 ? (way[first - 1] ?? 'unknown') : network(address)
}

/** IPv4 as such where a socket of both kinds writes it as IPv6. */
function plain(text: string): string {
  return text.trim().replace(/^::ffff:(?=[\d.]+$)/i, '')
}

function network(address: string): string {
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
