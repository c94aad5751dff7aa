import type { AccountFacts } from '../../contracts/generated/types.ts'
import { isClosedStatus, preferredAccount } from '../../domain/account-choice.ts'
import { monthsBetween, type CalendarMonth } from '../../domain/month.ts'
import { accountStatuses, freezeFlags, type AccountStatus } from './codes.ts'
import { onlyKnown } from './only-known.ts'
import { code, date, month, text, type CoreRow } from './values.ts'

/** The account that the certificate is about, by the rule for every centre; undefined when all are closed. */
export function chooseAccount(rows: readonly CoreRow[]): CoreRow | undefined {
  const open = rows.filter((row) => !isClosed(row))
  return preferredAccount(open, (row) => ({
    status: status(row),
    opened: date(row, 'GRZHXX', 'KHRQ'),
    number: text(row, 'GRZHXX', 'GRZH'),
  }))
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
  return closing !== undefined || isClosedStatus(status(row))
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

function status(row: CoreRow): AccountStatus | undefined {
  return code(row, 'GRZHXX', 'GRZHZT', accountStatuses)
}
