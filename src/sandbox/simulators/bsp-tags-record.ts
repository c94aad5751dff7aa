import { chinaTime } from './china-time.ts'
import type { HeldAccount } from './held.ts'
import { lastRun, monthBefore, runningLoans } from './held-facts.ts'
import { dashedDate, percentText, yuanText } from './spelling.ts'

/** Tags in the order in which they travel. */
export type Tags = readonly (readonly [name: string, value: string])[]

/** Account state (indiaccstate) with the name that travels beside it. */
const states = {
  normal: ['0', '正常'],
  sealed: ['1', '封存'],
  overdue: ['2', '欠款'],
  other: ['9', '其他'],
} as const

/** The two states that a centre with its table upside down exchanges; the names beside them stay. */
const upsideDown: Readonly<Record<string, string>> = { '0': '1', '1': '0' }

/** What the core tells of an account at the moment `now` (epoch milliseconds). */
export function recordOf(account: HeldAccount, now: number, inverted: boolean): Tags {
  const [state, stateName] = states[stateOf(account, now)]
  return [
    ['LoanContrNum', chinaTime(now, 'yyyyMMddbsp01')],
    ['AccName', account.name],
    ['CertiNum', account.idNumber],
    ['AccNum', account.account],
    ['UnitAccNum', account.unit.account],
    ['UnitAccName', account.unit.name],
    ['OpnAccDate', dashedDate(account.opened)],
    ['IndiAccState', inverted ? (upsideDown[state] ?? state) : state],
    ['Spt_IndiAccStateName', stateName],
    ['BaseNum', yuanText(account.base)],
    ['UnitProp', percentText(account.unitRatio, 3)],
    ['IndiProp', percentText(account.ownRatio, 3)],
    // Its name says own (indi), its value is the total of both
    ['IndiPaySum', yuanText(account.ownMonthly + account.unitMonthly)],
    ['Bal', yuanText(account.balance)],
    ['LPaym', account.paidThrough],
    ...runTags(account),
    ...loanTags(account),
    ['LinkMan', '示例经办'],
    ['LinkPhone', '000-00000000'],
  ]
}

/** Overdue by this centre's rule: normal, and not paid through the month before last. */
function stateOf({ status, paidThrough }: HeldAccount, now: number): keyof typeof states {
  if (status === '02') return 'sealed'
  if (status !== '01') return 'other'
  return paidThrough < monthBefore(chinaTime(now, 'yyyyMM'), 2) ? 'overdue' : 'normal'
}

/** First and last month of the run, year and month apart. */
function runTags({ paidMonths }: HeldAccount): Tags {
  const run = lastRun(paidMonths)
  return [
    ['Year', run?.start.slice(0, 4) ?? ''],
    ['Month', run?.start.slice(4) ?? ''],
    ['Year1', run?.end.slice(0, 4) ?? ''],
    ['Month1', run?.end.slice(4) ?? ''],
  ]
}

/** The classes of the certificate's ticks, none of which fits a running loan; Amt then is what is owed, else what was lent. */
function loanTags(account: HeldAccount): Tags {
  const running = runningLoans(account)
  const amounts =
    running.length > 0 ? running.map(({ balance }) => balance) : account.loans.map(({ amount }) => amount)
  return [
    ['Flag', running.length > 0 ? '' : String(Math.min(account.loans.length, 2))],
    ['Amt', yuanText(amounts.reduce((sum, fen) => sum + fen, 0))],
    ['Addr', ''],
  ]
}
