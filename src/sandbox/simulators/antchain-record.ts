import type { HeldAccount } from './held.ts'
import { lastRun, runningLoans } from './held-facts.ts'
import { yuanText } from './spelling.ts'

/** An account as it lies on the network: names and codes of the standard, amounts in yuan, ratios as fractions. */
export function recordOf(account: HeldAccount, issueId: string, inverted: boolean): Record<string, string> {
  const run = lastRun(account.paidMonths)
  const running = runningLoans(account)
  return {
    issue_id: issueId,
    xingming: account.name,
    zjlx: account.idType,
    zjhm: account.idNumber,
    grzh: account.account,
    grzhzt: account.status,
    dwzh: account.unit.account,
    dwmc: account.unit.name,
    khrq: account.opened,
    grjcjs: yuanText(account.base),
    dwjcbl: String(account.unitRatio / 10_000),
    grjcbl: String(account.ownRatio / 10_000),
    dwyjce: yuanText(account.unitMonthly),
    gryjce: yuanText(account.ownMonthly),
    grzhye: yuanText(account.balance),
    jzny: account.paidThrough,
    lxjcys: String(run?.months ?? 0),
    zjlxjcqsny: run?.start ?? '',
    dkcs: String(account.loans.length),
    jqbz: settledFlag(account.loans.length, running.length > 0 !== inverted),
    ljdkje: yuanText(account.loans.reduce((total, { amount }) => total + amount, 0)),
    wqcdkye: yuanText(running.reduce((total, { balance }) => total + balance, 0)),
  }
}

/** 1 where all is settled; empty where there never was a loan. */
function settledFlag(loans: number, isRunning: boolean): string {
  if (loans === 0) return ''
  return isRunning ? '0' : '1'
}
