import { GatewayError } from '../../errors.ts'
import type { ReceiverDeps } from '../ports.ts'
import type { Understood } from '../stages.ts'

/** `aud` is this centre. Fails with AUDIENCE_MISMATCH. */
export function ourAudience(exchange: Understood, deps: Pick<ReceiverDeps, 'self'>): void {
  if (exchange.envelope.aud !== deps.self.code) {
    throw new GatewayError('AUDIENCE_MISMATCH', { where: '/aud', detail: `this is ${deps.self.code}` })
  }
}
