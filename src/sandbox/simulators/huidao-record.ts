import { chinaTime } from './china-time.ts'
import type { HeldAccount } from './held.ts'
import { lastRun, runningLoans } from './held-facts.ts'
import { dashedDate, yuanText } from './spelling.ts'

/** What stands on a certificate, made at the moment `now` (epoch milliseconds): amounts in yuan, ratios with a percent sign, days with a time. */
export function recordOf(account: HeldAccount, now: number, inverted: boolean): Record<string, string> {
  const run = lastRun(account.paidMonths)
  const running = runningLoans(account)
  const settled = account.loans.flatMap((loan) => loan.settled ?? []).toSorted()
  const flag = (holds: boolean): string => (holds === inverted ? '0' : '1')
  return {
    zmbh: `NT${chinaTime(now, 'yyyyMMdd')}${account.account.slice(-6)}`,
    xingMing: account.name,
    // 001 is whatever is no resident's identity card
    zjlx: account.idType === '01' ? '111' : '001',
    zjhm: account.idNumber,
    grzh: account.account,
    khsj: midnight(account.opened),
    zhzt: account.status,
    djbz: account.frozen,
    dwmc: account.unit.name,
    dwzh: account.unit.account,
    tyshxydm: account.unit.creditCode,
    jcjs: yuanText(account.base),
    dwjcbl: `${account.unitRatio / 100}%`,
    grjcbl: `${account.ownRatio / 100}%`,
    dwyjce: yuanText(account.unitMonthly),
    gryjce: yuanText(account.ownMonthly),
    yjce: yuanText(account.unitMonthly + account.ownMonthly),
    grjzny: account.paidThrough,
    dwjzny: account.unitPaidThrough,
    jcye: yuanText(account.balance),
    lxjcks: run?.start ?? '',
    lxjcjs: run?.end ?? '',
    lxjcys: String(run?.months ?? 0),
    sfmly: flag((run?.months ?? 0) >= 6),
    dkcs: String(account.loans.length),
    wjqbs: String(running.length),
    sfywjq: flag(running.length > 0),
    ljdkje: yuanText(account.loans.reduce((total, { amount }) => total + amount, 0)),
    wqcdkye: yuanText(running.reduce((total, { balance }) => total + balance, 0)),
    zjjqsj: settled.length > 0 ? midnight(settled.at(-1) ?? '') : '',
    sjjzsj: chinaTime(now, 'yyyy-MM-dd HH:mm:ss'),
  }
}

/** YYYYMMDD as the interface writes days. */
function midnight(date: string): string {
  return `${dashedDate(date)} 00:00:00`
}
