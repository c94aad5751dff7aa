import { GatewayError } from '../../errors.ts'
import type { Understood } from '../stages.ts'

/** `iss` is the member that signed. Fails with ISSUER_MISMATCH. */
export function ownIssuer(exchange: Understood): void {
  if (exchange.envelope.iss !== exchange.member.code) {
    throw new GatewayError('ISSUER_MISMATCH', {
      where: '/iss',
      detail: `签名成员为 signed by ${exchange.member.code}`,
    })
  }
}
