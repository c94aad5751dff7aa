import type { ConsoleMessageSearch } from '../../contracts/generated/types.ts'
import { GatewayError } from '../../errors.ts'
import type { MessageFilter } from './ports.ts'

/** What somebody looks for, the identity number hashed at once. Fails with CASE_INVALID. */
export function messageFilter(
  { from, to, idNumber, ...filter }: ConsoleMessageSearch,
  subjectHash: (idNumber: string) => string,
): MessageFilter {
  return {
    ...filter,
    from: moment('/from', from),
    to: moment('/to', to),
    subject: idNumber === undefined ? undefined : subjectHash(idNumber),
  }
}

function moment(where: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw new GatewayError('CASE_INVALID', { where, detail: 'is no moment' })
  return at
}
