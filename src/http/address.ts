import { isIP } from 'node:net'
import type { IncomingMessage } from 'node:http'
import { networkOf, plainAddress } from '../domain/network-address.ts'

/**
 * Where a request comes from: the other end of the connection, or where that is a proxy of ours the address that it saw. Nobody
 * else's word counts. An IPv6 address stands for its network.
 */
export function addressOf(
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
  proxies: ReadonlySet<string>,
): string {
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  const way = [...forwarded, socket.remoteAddress ?? ''].map(plainAddress).toReversed()
  const first = way.findIndex((address) => !proxies.has(address))
  const address = way[first < 0 ? way.length - 1 : first] ?? ''
  // What is no address was made up by whoever stands behind the last proxy.
  return isIP(address) === 0 ? (way[first - 1] ?? 'unknown') : networkOf(address)
}
