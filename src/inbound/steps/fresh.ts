import { assertFresh } from '../../domain/freshness.ts'
import type { Understood } from '../stages.ts'

/** Issued within 60 s of our clock and not expired. Fails with CLOCK_SKEW or REQUEST_EXPIRED. */
export function fresh(exchange: Understood): void {
  assertFresh(exchange.envelope, exchange.at)
}
