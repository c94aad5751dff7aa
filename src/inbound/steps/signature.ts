import type { Identified } from '../stages.ts'

/** The signature holds over the bytes received. Fails with SIGNATURE_INVALID, or ALGORITHM_REFUSED where key and algorithm do not fit. */
export function signature(exchange: Identified): void {
  exchange.token.verify(exchange.certificate.key)
}
