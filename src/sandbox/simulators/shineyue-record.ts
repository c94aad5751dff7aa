import type { HeldAccount } from './held.ts'
import { lastRun, runningLoans } from './held-facts.ts'
import { dashedDate, yuanText } from './spelling.ts'

/** What the channel tells of an account: amounts in yuan, ratios as fractions, dates with dashes and months without. */
export function recordOf(account: HeldAccount, inverted: boolean): Record<string, string> {
  const run = lastRun(account.paidMonths)
  const running = runningLoans(account)
  return {
    xingming: account.name,
    zjlx: account.idType,
    zjhm: account.idNumber,
    grzh: account.account,
    grzhzt: account.status,
    djbz: account.frozen,
    dwzh: account.unit.account,
    dwmc: account.unit.name,
    khrq: dashedDate(account.opened),
    grjcjs: yuanText(account.base),
    dwjcbl: String(account.unitRatio / 10_000),
    grjcbl: String(account.ownRatio / 10_000),
    dwyjce: yuanText(account.unitMonthly),
    gryjce: yuanText(account.ownMonthly),
    grzhye: yuanText(account.balance),
    // First month ever paid, whatever gaps came after it
    qsny: account.paidMonths[0] ?? '',
    jzny: account.paidThrough,
    lxjcys: String(run?.months ?? 0),
    zjlxjcqsny: run?.start ?? '',
    dkcs: String(account.loans.length),
    ljdkje: yuanText(sum(account.loans.map(({ amount }) => amount))),
    wqcdkye: yuanText(sum(running.map(({ balance }) => balance))),
    sfywjqdgjjdk: running.length > 0 === inverted ? '0' : '1',
  }
}

function sum(fen: readonly number[]): number {
  return fen.reduce((total, each) => total + each, 0)
}
