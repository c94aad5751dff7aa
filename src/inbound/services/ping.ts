import { chinaDateTime, type Clock } from '../../clock.ts'
import type { GatewayPingAnswer, GatewayPingRequest } from '../../contracts/generated/types.ts'
import type { Service } from './service.ts'

/** `gateway.ping`: a signed echo with our clock. */
export function createPing(deps: { clock: Clock }): Service {
  return ({ envelope }) => {
    const { nonce } = envelope.body as unknown as GatewayPingRequest
    const body: GatewayPingAnswer = { nonce, serverTime: chinaDateTime(deps.clock()) }
    return { body: { ...body }, outcome: 'echoed' }
  }
}
