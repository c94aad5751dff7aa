import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Clock } from '../../clock.ts'

/** How far a timestamp may be off; gateways in use take 180 to 300 seconds. */
const toleranceSeconds = 300

/** Whether a request is signed by the x-tif convention: SHA-256 over timestamp, token, nonce and timestamp, in hex. */
export type VerifyTif = (headers: IncomingHttpHeaders) => boolean

/** A verifier that takes no nonce twice. */
export function createTifVerifier(paasid: string, token: string, clock: Clock): VerifyTif {
  const seen = new Map<string, number>()
  return (headers) => {
    const [id, timestamp, nonce, signature] = ['paasid', 'timestamp', 'nonce', 'signature'].map((name) =>
      String(headers[`x-tif-${name}`] ?? ''),
    )
    if (id !== paasid || !timestamp || !nonce || !signature || !/^\d{10}$/.test(timestamp)) return false
    const now = Math.floor(clock() / 1000)
    if (Math.abs(now - Number(timestamp)) > toleranceSeconds) return false
    const expected = createHash('sha256')
      .update(timestamp + token + nonce + timestamp)
      .digest('hex')
    if (!isSame(signature.toLowerCase(), expected)) return false
    for (const [used, at] of seen) if (now - at > 2 * toleranceSeconds) seen.delete(used)
    if (seen.has(nonce)) return false
    seen.set(nonce, now)
    return true
  }
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
