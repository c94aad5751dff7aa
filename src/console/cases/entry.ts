import type { Basis, ConsoleCase, Person, Purpose } from '../../contracts/generated/types.ts'
import { hasIdNumber } from '../../domain/identity/written-number.ts'
import type { EntryFault } from '../../errors.ts'
import { enteredBasis } from './entry-basis.ts'
import type { Fault } from './entry-fault.ts'
import { enteredPerson } from './entry-person.ts'
import { tidied } from './tidied.ts'

/** A case as it may be asked: everything in the one form in which it is sent. */
export interface Entry {
  person: Person
  /** To ask now, and to put on the waiting list; no centre is in both. */
  centres: string[]
  wait: string[]
  purpose: Purpose
  basis: Omit<Basis, 'applicationNumber'>
  /** Undefined: one is to be made. */
  applicationNumber: string | undefined
}

export interface EntryRules {
  /** Calendar date, China time. */
  today: string
  mayAsk(centre: string): boolean
  purposes: readonly Purpose[]
}

/** What was entered, or everything that is wrong with it at once, so that nobody corrects one fault only to be told the next. */
export function readEntry(
  entered: ConsoleCase,
  rules: EntryRules,
): { ok: true; entry: Entry } | { ok: false; faults: EntryFault[] } {
  const faults: EntryFault[] = []
  const fault = (where: string, zh: string, en: string): undefined => void faults.push({ where, zh, en })
  const person = enteredPerson(entered.person ?? {}, rules.today, fault)
  const centres = enteredCentres(entered, rules, fault)
  const purpose = enteredPurpose(entered.purpose, rules, fault)
  const basis = enteredBasis(entered.basis ?? {}, rules.today, fault)
  const applicationNumber = enteredApplication(entered.applicationNumber, fault)
  if (faults.length > 0 || !person || !centres || !purpose || !basis) return { ok: false, faults }
  return { ok: true, entry: { person, ...centres, purpose, basis, applicationNumber } }
}

function enteredCentres(
  { centres = [], wait = [] }: ConsoleCase,
  { mayAsk }: EntryRules,
  fault: Fault,
): Pick<Entry, 'centres' | 'wait'> | undefined {
  const chosen = [...new Set([...centres, ...wait])]
  if (chosen.length === 0) return fault('/centres', '请至少选择一个城市', 'Choose one city at least')
  if (chosen.length > 50) return fault('/centres', '一次最多选择 50 个城市', 'Choose 50 cities at most')
  if (!chosen.every(mayAsk)) {
    return fault(
      '/centres',
      '所选城市中有不能查询的，请重新选择',
      'One of the cities cannot be asked, choose again',
    )
  }
  const waiting = new Set(wait)
  return { centres: [...new Set(centres)].filter((code) => !waiting.has(code)), wait: [...waiting] }
}

function enteredPurpose(
  text: string | undefined,
  { purposes }: EntryRules,
  fault: Fault,
): Purpose | undefined {
  return (
    purposes.find((purpose) => purpose === text?.trim()) ??
    fault('/purpose', '请选择用途', 'Choose what it is for')
  )
}

function enteredApplication(text: string | undefined, fault: Fault): string | undefined {
  const number = tidied(text).replaceAll(' ', '')
  if (number === '') return undefined
  if (number.length > 64 || !/^[0-9A-Za-z._-]+$/.test(number)) {
    return fault(
      '/applicationNumber',
      '业务编号只能由字母、数字和 . _ - 组成，最多 64 位',
      'An application number has letters, digits and . _ - only, 64 at most',
    )
  }
  if (hasIdNumber(number)) {
    return fault(
      '/applicationNumber',
      '业务编号中不能有身份证号',
      'An application number must not hold an identity number',
    )
  }
  return number
}
