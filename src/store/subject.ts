import { canonicalIdNumber } from '../domain/identity/id-number.ts'
import type { Sealer } from './sealer.ts'

/** Whom something is about, as journal and store know them: a keyed hash of the identity number. */
export function subjectOf(idNumber: string, sealer: Pick<Sealer, 'keyedHash'>): string {
  return sealer.keyedHash(canonicalIdNumber('resident-id', idNumber))
}
