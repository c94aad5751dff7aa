import { assertInService } from '../../domain/maintenance.ts'
import type { ReceiverDeps } from '../ports.ts'
import type { Understood } from '../stages.ts'

/** While work is announced nothing is taken but a ping: whoever looks whether we are there shall find us. Fails with MAINTENANCE. */
export function inService(
  { service, at }: Understood,
  { maintenance }: Pick<ReceiverDeps, 'maintenance'>,
): void {
  if (service !== 'gateway.ping') assertInService(maintenance(), at)
}
