import type { Basis, ConsoleCase } from '../../contracts/generated/types.ts'
import { parseDate } from '../../domain/calendar.ts'
import type { Fault } from './entry-fault.ts'
import { tidied } from './tidied.ts'

type Entered = NonNullable<ConsoleCase['basis']>

/** The ground on which it is asked (查询依据), in force on `today` (calendar date, China time). */
export function enteredBasis(
  entered: Entered,
  today: string,
  fault: Fault,
): Omit<Basis, 'applicationNumber'> | undefined {
  const kind = enteredKind(entered.kind, fault)
  const reference = enteredReference(entered.reference, kind, fault)
  const expires = enteredExpiry(entered.expires, today, fault)
  return kind && reference && expires ? { kind, reference, expires } : undefined
}

function enteredKind(text: string | undefined, fault: Fault): Basis['kind'] | undefined {
  const kind = text?.trim()
  if (kind === 'consent' || kind === 'statutory-duty') return kind
  return fault('/basis/kind', '请选择查询依据', 'Choose the basis')
}

function enteredReference(
  text: string | undefined,
  kind: Basis['kind'] | undefined,
  fault: Fault,
): string | undefined {
  const at = '/basis/reference'
  const reference = tidied(text)
  if (reference === '') {
    return kind === 'statutory-duty'
      ? fault(at, '请填写所依据的规定', 'Enter the provision')
      : fault(at, '请填写授权书编号', 'Enter the number of the consent document')
  }
  if ([...reference].length > 64) return fault(at, '编号最多 64 个字', 'The number has 64 characters at most')
  if (/\p{Cc}/u.test(reference)) return fault(at, '编号中有无法识别的字符', 'It has a control character')
  return reference
}

function enteredExpiry(text: string | undefined, today: string, fault: Fault): string | undefined {
  const at = '/basis/expires'
  const typed = tidied(text)
  if (typed === '') return fault(at, '请填写依据的有效期', 'Enter until when the basis holds')
  const date = parseDate(padded(typed))
  if (date === undefined) {
    return fault(at, '有效期应为日期，如 2026-12-31', 'Enter a date such as 2026-12-31')
  }
  if (date < today) {
    return fault(at, '查询依据已过有效期，请更新后再查询', 'The basis has expired; renew it first')
  }
  return date
}

/** 2026/12/1, 2026.12.1 and 2026年12月1日 are dates as people write them. */
function padded(text: string): string {
  const parts = /^(\d{4})[-/.年] ?(\d{1,2})[-/.月] ?(\d{1,2})日?$/.exec(text)
  if (!parts) return text
  const [, year, month = '', day = ''] = parts
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
