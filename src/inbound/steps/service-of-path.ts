import { GatewayError } from '../../errors.ts'
import type { ReceiverDeps } from '../ports.ts'
import type { Understood } from '../stages.ts'

/** The signed service is the one of the path, and it is offered for this audience. Fails with SERVICE_MISMATCH or SERVICE_UNKNOWN. */
export function serviceOfPath(exchange: Understood, deps: Pick<ReceiverDeps, 'answers'>): void {
  if (exchange.envelope.service !== exchange.service) {
    throw new GatewayError('SERVICE_MISMATCH', {
      where: '/service',
      detail: `请求路径的服务为 the path is of ${exchange.service}`,
    })
  }
  if (!deps.answers.get(exchange.envelope.aud)?.services.has(exchange.service)) {
    throw new GatewayError('SERVICE_UNKNOWN', { where: '/service' })
  }
}
