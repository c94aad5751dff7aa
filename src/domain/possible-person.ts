import type { Person, ServiceName } from '../contracts/generated/types.ts'
import { GatewayError } from '../errors.ts'
import { checkIdNumber } from './identity/id-number.ts'
import { services } from './services.ts'

/**
 * The identity number in a body that fits its schema is a possible one of its type on `today` (calendar date, China time).
 * Fails with ID_NUMBER_INVALID, naming the fault but not the number.
 */
export function assertPossiblePerson(service: ServiceName, body: object, today: string): void {
  if (!services[service].personal) return
  const { person } = body as { person: Person }
  const fault = checkIdNumber(person.idType, person.idNumber, today)
  if (fault) throw new GatewayError('ID_NUMBER_INVALID', { where: '/body/person/idNumber', detail: fault })
}
