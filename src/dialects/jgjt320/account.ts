import type { AccountFacts } from '../../contracts/generated/types.ts'
import { monthsBetween, type CalendarMonth } from '../../domain/month.ts'
import { accountStatuses, freezeFlags, type AccountStatus } from './codes.ts'
import { onlyKnown } from './only-known.ts'
import { code, date, month, text, type CoreRow } from './values.ts'

/** Open accounts are preferred in this order; a closed one is no candidate. */
const preference: readonly (AccountStatus | undefined)[] = ['normal', 'frozen', 'sealed', 'other', undefined]

/**
 * The account that the certificate is about: among the open ones the one by `preference`, then the one opened last,
 * then the one with the higher number. Undefined when all are closed.
 */
export function chooseAccount(rows: readonly CoreRow[]): CoreRow | undefined {
  const open = rows.filter((row) => !isClosed(row))
  return open.length < 2 ? open[0] : open.sort(byPreference)[0]
}

/** Merged into another account (合并销户): its payments live on there. */
export function isMerged(row: CoreRow): boolean {
  return status(row) === 'merged'
}

export function accountFacts(row: CoreRow, asOf: CalendarMonth, arrearsAfterMonths: number): AccountFacts {
  return onlyKnown<AccountFacts>({
    number: text(row, 'GRZHXX', 'GRZH'),
    opened: date(row, 'GRZHXX', 'KHRQ'),
    status: status(row),
    frozen: isFrozen(row),
    arrears: isInArrears(row, asOf, arrearsAfterMonths),
  })
}

function isClosed(row: CoreRow): boolean {
  const closing = date(row, 'GRZHXX', 'XHRQ')
  const state = status(row)
  return closing !== undefined || state === 'merged' || state === 'transferred-out' || state === 'withdrawn'
}

/** The status tells the account as a whole; the freeze flag tells parts of the balance too, where a core has it. */
function isFrozen(row: CoreRow): boolean | undefined {
  const state = status(row)
  const flag = code(row, 'GRZHXX', 'DJBZ', freezeFlags)
  if (state === 'frozen' || flag) return true
  return state === undefined ? flag : false
}

/** Only a normal account can be in arrears (欠缴): the standard has no code for it. */
function isInArrears(row: CoreRow, asOf: CalendarMonth, afterMonths: number): boolean | undefined {
  const state = status(row)
  if (state !== 'normal') return state && false
  const paidThrough = month(row, 'GRZHXX', 'GRJZNY')
  return paidThrough && monthsBetween(paidThrough, asOf) > afterMonths
}

function byPreference(a: CoreRow, b: CoreRow): number {
  return (
    preference.indexOf(status(a)) - preference.indexOf(status(b)) ||
    descending(date(a, 'GRZHXX', 'KHRQ'), date(b, 'GRZHXX', 'KHRQ')) ||
    descending(text(a, 'GRZHXX', 'GRZH'), text(b, 'GRZHXX', 'GRZH'))
  )
}

function descending(a = '', b = ''): number {
  if (a === b) return 0
  return a > b ? -1 : 1
}

function status(row: CoreRow): AccountStatus | undefined {
  return code(row, 'GRZHXX', 'GRZHZT', accountStatuses)
}
