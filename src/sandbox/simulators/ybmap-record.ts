import { chinaTime } from './china-time.ts'
import type { HeldAccount } from './held.ts'
import { lastRun, monthBefore, runningLoans } from './held-facts.ts'
import { dashedDate, percentText, yuanText } from './spelling.ts'

/** Account state (indiaccstate) with the name that travels beside it. */
const states = {
  normal: ['0', '正常'],
  sealed: ['1', '封存'],
  overdue: ['2', '欠款'],
  other: ['9', '其他'],
} as const

/** The two states that a centre with its table upside down exchanges; the names beside them stay. */
const upsideDown: Readonly<Record<string, string>> = { '0': '1', '1': '0' }

/** What fills the certificate for an account at the moment `now` (epoch milliseconds); everything is text. */
export function recordOf(account: HeldAccount, now: number, inverted: boolean): Record<string, string> {
  const [state, stateName] = states[stateOf(account, now)]
  const run = lastRun(account.paidMonths)
  return {
    loancontrnum: chinaTime(now, 'yyyyMMddnbbj01'),
    accname: account.name,
    certinum: account.idNumber,
    accnum: account.account,
    unitaccnum: account.unit.account,
    unitaccname: account.unit.name,
    opnaccdate: dashedDate(account.opened),
    indiaccstate: inverted ? (upsideDown[state] ?? state) : state,
    spt_indiaccstatename: stateName,
    basenum: yuanText(account.base),
    unitprop: percentText(account.unitRatio, 3),
    indiprop: percentText(account.ownRatio, 3),
    // Its name says own (indi), its value is the total of both
    indipaysum: yuanText(account.ownMonthly + account.unitMonthly),
    bal: yuanText(account.balance),
    lpaym: account.paidThrough,
    year: run?.start.slice(0, 4) ?? '',
    month: run?.start.slice(4) ?? '',
    year1: run?.end.slice(0, 4) ?? '',
    month1: run?.end.slice(4) ?? '',
    ...loansOf(account),
    linkman: '示例经办',
    linkphone: '000-00000000',
    transdate: chinaTime(now, 'yyyy-MM-dd'),
  }
}

/** Overdue by this centre's rule: normal, and not paid through the month before last. */
function stateOf({ status, paidThrough }: HeldAccount, now: number): keyof typeof states {
  if (status === '02') return 'sealed'
  if (status !== '01') return 'other'
  return paidThrough < monthBefore(chinaTime(now, 'yyyyMM'), 2) ? 'overdue' : 'normal'
}

/** The classes of the certificate's ticks, none of which fits a running loan, and what is owed. */
function loansOf(account: HeldAccount): Record<string, string> {
  const running = runningLoans(account)
  return {
    flag: running.length > 0 ? '' : String(Math.min(account.loans.length, 2)),
    amt: yuanText(running.reduce((sum, { balance }) => sum + balance, 0)),
    addr: '',
  }
}
