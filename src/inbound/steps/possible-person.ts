import { chinaDate } from '../../clock.ts'
import { assertPossiblePerson } from '../../domain/possible-person.ts'
import type { Accepted } from '../stages.ts'

/** The identity number is a possible one of its type (GB 11643 and kin). Fails with ID_NUMBER_INVALID. */
export function possiblePerson({ service, envelope, at }: Accepted): void {
  assertPossiblePerson(service, envelope.body, chinaDate(at))
}
