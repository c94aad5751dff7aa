import type { AccountFacts, FieldSet, LoanFacts } from '../../contracts/generated/types.ts'
import { isOrganisationCode } from '../../domain/identity/credit-code.ts'
import { parseMonth } from '../../domain/month.ts'
import type { ConverterName } from './convert.ts'
import type { FactValue } from './converters/read.ts'
import type { FactName } from './normalised.ts'

/** What a fact may be. */
export interface FactRule {
  /** Converters whose findings it may be. */
  converters: readonly ConverterName[]
  allows: (value: FactValue) => boolean
  /** A value that is not this fact and no fault either: the fact is not given. */
  saysNothing?: (value: FactValue) => boolean
}

const statuses: readonly NonNullable<AccountFacts['status']>[] = [
  'normal',
  'sealed',
  'merged',
  'transferred-out',
  'withdrawn',
  'frozen',
  'other',
]
const usages: readonly NonNullable<LoanFacts['usage']>[] = ['none', 'one-settled', 'several-settled']

const text: FactRule = { converters: ['text'], allows: isText }
const creditCode: FactRule = {
  converters: ['text'],
  allows: (value) => isText(value) && /^[0-9A-HJ-NP-RT-UWXY]{18}$/.test(value),
  saysNothing: (value) => isText(value) && isOrganisationCode(value),
}
const moment: FactRule = {
  converters: ['date-time'],
  allows: (value) => isText(value) && parseMonth(value.slice(0, 7)) !== undefined,
}
const date: FactRule = { converters: ['date'], allows: isText }
const month: FactRule = { converters: ['month', 'year-and-month'], allows: isText }
const runStart: FactRule = { ...month, converters: [...month.converters, 'first-month'] }
const runEnd: FactRule = { ...month, converters: [...month.converters, 'last-month'] }
const months: FactRule = { converters: ['months'], allows: (value) => Array.isArray(value) }
const money: FactRule = { converters: ['yuan', 'ten-thousand-yuan', 'fen'], allows: Number.isSafeInteger }
const ratio: FactRule = { converters: ['percent', 'fraction', 'ratio'], allows: Number.isSafeInteger }
const flag: FactRule = { converters: ['code'], allows: (value) => typeof value === 'boolean' }

/** Every fact that a dialect can give, by its field set and name, in the order of the contract (parts/deposit-facts.json). */
export const factRules: ReadonlyMap<FactName, FactRule> = new Map([
  ['asOf', moment],
  ['sourceNumber', text],
  ['account.number', text],
  ['account.opened', date],
  ['account.status', oneOf(statuses)],
  ['account.frozen', flag],
  ['account.arrears', flag],
  ['employer.name', text],
  ['employer.account', text],
  ['employer.creditCode', creditCode],
  ['contribution.base', money],
  ['contribution.unitRatio', ratio],
  ['contribution.ownRatio', ratio],
  ['contribution.unitMonthly', money],
  ['contribution.ownMonthly', money],
  ['contribution.totalMonthly', money],
  ['contribution.paidThrough', month],
  ['contribution.unitPaidThrough', month],
  ['balance.amount', money],
  ['continuity.start', runStart],
  ['continuity.end', runEnd],
  ['continuity.asOf', month],
  ['continuity.backPaymentsCounted', flag],
  ['continuity.months', months],
  ['continuity.monthCount', countTo(840)],
  ['continuity.sixMonths', flag],
  ['loans.count', countTo(1000)],
  ['loans.unsettledCount', countTo(1000)],
  ['loans.unsettled', flag],
  ['loans.usage', oneOf(usages)],
  ['loans.contractTotal', money],
  ['loans.unsettledBalance', money],
  ['loans.lastSettled', date],
  ['loans.fraud', flag],
])

/** Whether a fact goes with an answer about these field sets; some go with any. */
export function isWanted(fact: FactName, fields: readonly FieldSet[]): boolean {
  return !fact.includes('.') || fields.some((set) => fact.startsWith(`${set}.`))
}

function isText(value: FactValue): value is string {
  return typeof value === 'string'
}

function oneOf(words: readonly string[]): FactRule {
  return { converters: ['code'], allows: (value) => isText(value) && words.includes(value) }
}

function countTo(most: number): FactRule {
  return { converters: ['count'], allows: (value) => typeof value === 'number' && value <= most }
}
