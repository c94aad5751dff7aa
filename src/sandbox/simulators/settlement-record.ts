import { chinaTime } from './china-time.ts'
import type { HeldAccount } from './held.ts'
import { lastRun, runningLoans } from './held-facts.ts'
import type { Fields } from './settlement-message.ts'
import { yuanText } from './spelling.ts'

/** Interest of the year that is not yet credited: 1.50 % a year, from 1 July. */
const interestPerDay = 0.015 / 360

/** Body of BDC905 (单笔转出信息) for an account at the moment `now` (epoch milliseconds). */
export function recordOf(account: HeldAccount, now: number, inverted: boolean): Fields {
  const interest = Math.floor(account.balance * interestPerDay * daysSinceJuly(now))
  const yesNo = (yes: boolean): string => (yes === inverted ? '2' : '1')
  return {
    EmpName: account.name,
    DocType: account.idType,
    IdNum: account.idNumber,
    SocRefAcctNo: account.account,
    SocUnitName: account.unit.name,
    // Documented as YYYYMM
    OAcctDate: account.opened,
    PayEndDate: account.paidThrough,
    // Documented as six months and more; this is what the vendor’s program does
    SixMconFlag: yesNo((lastRun(account.paidMonths)?.months ?? 0) > 1),
    LoanNum: String(account.loans.length),
    LoanEndFlag: yesNo(runningLoans(account).length > 0),
    FrLoanFlag: yesNo(false),
    OrAcctAmt: yuanText(account.balance),
    Yinter: yuanText(interest),
    TranAmt: yuanText(account.balance + interest),
    ContactTel: '000-00000000',
    FeedbackCode: '0',
  }
}

function daysSinceJuly(now: number): number {
  const [year, month] = [Number(chinaTime(now, 'yyyy')), Number(chinaTime(now, 'MM'))]
  const credited = Date.UTC(month >= 7 ? year : year - 1, 6, 1) - 8 * 3_600_000
  return Math.floor((now - credited) / 86_400_000)
}
