import { GatewayError } from '../../errors.ts'
import type { ReceiverDeps } from '../ports.ts'
import type { Accepted } from '../stages.ts'

/** The body fits the service's own schema. Fails with BODY_INVALID. */
export function body(exchange: Accepted, deps: Pick<ReceiverDeps, 'contracts'>): void {
  const checked = deps.contracts.check(`${exchange.service}.request`, exchange.envelope.body)
  if (!checked.ok) {
    throw new GatewayError('BODY_INVALID', {
      where: `/body${checked.where === '/' ? '' : checked.where}`,
      detail: checked.detail,
    })
  }
}
