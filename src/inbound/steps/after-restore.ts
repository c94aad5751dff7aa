import { maxSkewSeconds } from '../../domain/freshness.ts'
import { GatewayError } from '../../errors.ts'
import type { ReceiverDeps } from '../ports.ts'
import type { Understood } from '../stages.ts'

/**
 * Issued surely after the store came back from a backup, whichever way clocks differ: what was executed between the backup and
 * the loss is not known any more, and must not be executed again while it is fresh. Fails with RESTORED_LATELY.
 */
export function afterRestore(
  { envelope, at }: Understood,
  { restoredAt }: Pick<ReceiverDeps, 'restoredAt'>,
): void {
  if (restoredAt === undefined) return
  const from = restoredAt + maxSkewSeconds * 1000
  if (envelope.iat * 1000 > from) return
  throw new GatewayError('RESTORED_LATELY', {
    where: '/iat',
    retryAfterSeconds: Math.max(1, Math.ceil((from - at) / 1000) + 1),
  })
}
