import { chinaDate } from '../../clock.ts'
import { assertStatedBasis } from '../../domain/basis.ts'
import type { Accepted } from '../stages.ts'

/** Purpose, basis, operator and field sets are stated and in force. Fails with PURPOSE_REQUIRED, BASIS_REQUIRED or BASIS_EXPIRED. */
export function statedBasis({ envelope, at }: Accepted): void {
  assertStatedBasis(envelope, chinaDate(at))
}
