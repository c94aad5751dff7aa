import { assertIssuedAfterRestore } from '../../domain/after-restore.ts'
import type { ReceiverDeps } from '../ports.ts'
import type { Understood } from '../stages.ts'

/** What was executed before the store came back from a backup is not executed again. Fails with RESTORED_LATELY. */
export function afterRestore(
  { envelope, at }: Understood,
  { restoredAt }: Pick<ReceiverDeps, 'restoredAt'>,
): void {
  assertIssuedAfterRestore(envelope, restoredAt, at)
}
