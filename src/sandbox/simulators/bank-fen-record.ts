import { chinaTime } from './china-time.ts'
import type { HeldAccount } from './held.ts'
import { lastRun, runningLoans } from './held-facts.ts'

/** What travels where there is no date. */
const noDate = '00000000'

/** CCB's codes for those of annex A.6: every closed account is 9, and 7 is whatever the bank has no code for. */
const statuses: Readonly<Record<string, string>> = { '01': '0', '02': '1', '03': '9', '04': '9', '05': '9' }

/** What the bank tells of an account at the moment `now` (epoch milliseconds): amounts in fen, ratios as fractions. */
export function recordOf(account: HeldAccount, now: number, inverted: boolean): Record<string, unknown> {
  const run = lastRun(account.paidMonths)
  const running = runningLoans(account)
  const settled = account.loans.map((loan) => loan.settled ?? '').sort()
  return {
    dataTime: chinaTime(now, 'yyyyMMddHHmmss'),
    custName: account.name,
    certType: account.idType,
    certNo: account.idNumber,
    acctNo: account.account,
    acctStat: statuses[account.status] ?? '7',
    djbz: account.frozen,
    openDate: account.opened,
    unitAcct: account.unit.account,
    unitName: account.unit.name,
    unitCode: account.unit.creditCode,
    base: account.base,
    unitRatio: account.unitRatio / 10_000,
    ownRatio: account.ownRatio / 10_000,
    unitAmt: account.unitMonthly,
    ownAmt: account.ownMonthly,
    totalAmt: account.unitMonthly + account.ownMonthly,
    paidTo: lastDay(account.paidThrough),
    unitPaidTo: lastDay(account.unitPaidThrough),
    bal: account.balance,
    runFrom: run ? `${run.start}01` : noDate,
    runTo: run ? lastDay(run.end) : noDate,
    runMonths: run?.months ?? 0,
    loanCnt: account.loans.length,
    openLoanCnt: running.length,
    openLoanFlag: running.length > 0 === inverted ? '0' : '1',
    loanSum: sum(account.loans.map(({ amount }) => amount)),
    loanBal: sum(running.map(({ balance }) => balance)),
    lastSettle: settled.at(-1) || noDate,
  }
}

/** YYYYMMDD of the last day of YYYYMM. */
function lastDay(month: string): string {
  const day = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(4)), 0))
  return day.toISOString().slice(0, 10).replaceAll('-', '')
}

function sum(fen: readonly number[]): number {
  return fen.reduce((total, each) => total + each, 0)
}
