import { GatewayError } from '../../errors.ts'
import type { ShownHops } from '../shown/board.ts'

/** The doctor’s waits are bounded each; this bounds them all, in milliseconds. */
const longestMs = 30_000

/** Tests of the way to peers, one at a time for each: who asks meanwhile hears of the same. */
export function createPeerTests(
  walk: (code: string) => Promise<ShownHops>,
  patienceMs = longestMs,
): (code: string) => Promise<ShownHops> {
  const running = new Map<string, Promise<ShownHops>>()
  return async (code) => {
    const test = running.get(code) ?? walk(code).finally(() => running.delete(code))
    running.set(code, test)
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => reject(new GatewayError('PEER_TIMEOUT', { where: code })), patienceMs)
    try {
      return await Promise.race([test, late])
    } finally {
      clearTimeout(timer)
    }
  }
}
