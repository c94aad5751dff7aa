import { GatewayError } from '../errors.ts'
import { maxSkewSeconds } from './freshness.ts'

/**
 * Issued surely after the store came back from a backup, whichever way clocks differ: what was used between the backup and the loss
 * is not known any more, and must not be used again while it is fresh. `iat` is a RFC 7519 NumericDate in whole seconds; `restoredAt`
 * (undefined: never) and `now` are in epoch milliseconds. Fails with RESTORED_LATELY.
 */
export function assertIssuedAfterRestore(
  { iat }: { iat: number },
  restoredAt: number | undefined,
  now: number,
): void {
  if (restoredAt === undefined) return
  const from = restoredAt + maxSkewSeconds * 1000
  if (iat * 1000 > from) return
  throw new GatewayError('RESTORED_LATELY', {
    where: '/iat',
    retryAfterSeconds: Math.max(1, Math.ceil((from - now) / 1000) + 1),
  })
}
