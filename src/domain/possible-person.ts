import type { Person, ServiceName } from '../contracts/generated/types.ts'
import { GatewayError } from '../errors.ts'
import { checkIdNumber, type IdFault } from './identity/id-number.ts'
import { services } from './services.ts'

const words: Readonly<Record<IdFault, string>> = {
  length: '位数不符 it has another length',
  characters: '含有不允许的字符 it has a character that is not allowed',
  prefix: '开头的地区代码不存在 no such region begins it',
  date: '其中的日期不存在 the date inside does not exist',
  'check-digit': '校验位不符 the check digit is wrong',
}

/**
 * The identity number in a body that fits its schema is a possible one of its type on `today` (calendar date, China time).
 * Fails with ID_NUMBER_INVALID, naming the fault but not the number.
 */
export function assertPossiblePerson(service: ServiceName, body: object, today: string): void {
  if (!services[service].personal) return
  const { person } = body as { person: Person }
  const fault = checkIdNumber(person.idType, person.idNumber, today)
  if (fault)
    throw new GatewayError('ID_NUMBER_INVALID', { where: '/body/person/idNumber', detail: words[fault] })
}
