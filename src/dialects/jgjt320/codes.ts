import type { AccountFacts, Person } from '../../contracts/generated/types.ts'

export type AccountStatus = NonNullable<AccountFacts['status']>

/** Annex A.6, status of a personal account (个人账户状态). */
export const accountStatuses: ReadonlyMap<string, AccountStatus> = new Map([
  ['01', 'normal'],
  ['02', 'sealed'],
  ['03', 'merged'],
  ['04', 'transferred-out'],
  ['05', 'withdrawn'],
  ['06', 'frozen'],
  ['99', 'other'],
])

/**
 * Annex A.1 (证件类型): the codes under which a core may hold a document, the usual one first.
 * The standard has none for residence permits of Hong Kong, Macao and Taiwan residents; they pass
 * for resident identity cards, or are kept among the others.
 */
export const idTypeCodes: Readonly<Record<Person['idType'], readonly string[]>> = {
  'resident-id': ['01'],
  'hmt-residence-permit': ['99', '01'],
  'military-officer-id': ['02'],
  passport: ['03'],
  'foreign-permanent-residence-id': ['04'],
  other: ['99'],
}

/** All of annex A.1; a code means itself, as two documents share one. */
export const idTypesHeld: ReadonlyMap<string, string> = new Map(
  ['01', '02', '03', '04', '99'].map((held) => [held, held]),
)

/** Annex A.5 (归集和提取业务明细类型), as far as it pays for a month: regular (汇缴), back-payment (补缴). */
export const paymentKinds: ReadonlyMap<string, 'regular' | 'back-payment'> = new Map([
  ['01', 'regular'],
  ['02', 'back-payment'],
])

/** Whether a business detail is marked as reversed (冲账); annex A.9 is not to be had, these are the values seen. */
export const reversalMarks: ReadonlyMap<string, boolean> = new Map([
  ['0', false],
  ['1', true],
])

/** Vendor's freeze flag (冻结标志): 1 takes payments only, 2 neither takes nor gives, 3 a part of the balance. */
export const freezeFlags: ReadonlyMap<string, boolean> = new Map([
  ['0', false],
  ['1', true],
  ['2', true],
  ['3', true],
])

export type LoanState =
  'to-sign' | 'to-lend' | 'running' | 'settled' | 'bad' | 'overdue' | 'to-confirm' | 'voided'

/** Vendor's loan state (贷款状态); the standard has none. */
export const loanStates: ReadonlyMap<string, LoanState> = new Map([
  ['00', 'to-sign'],
  ['01', 'to-lend'],
  ['02', 'running'],
  ['03', 'settled'],
  ['04', 'bad'],
  ['05', 'overdue'],
  ['06', 'to-confirm'],
  ['08', 'voided'],
])

/** The code that a table of this file gives a meaning. */
export function codeFor<T>(table: ReadonlyMap<string, T>, meaning: T): string {
  for (const [code, known] of table) if (known === meaning) return code
  throw new TypeError(`no code for ${String(meaning)}`)
}
