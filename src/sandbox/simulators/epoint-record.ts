import { chinaTime } from './china-time.ts'
import type { HeldAccount } from './held.ts'
import { lastRun, monthBefore, runningLoans } from './held-facts.ts'
import { groupedYuan, monthInWords } from './spelling.ts'

/** How loans were used, as the form ticks it; a running loan has no tick. */
const usages = {
  none: '无贷款记录',
  one: '仅有一次贷款记录且贷款已还清',
  several: '有两次以上(含两次)贷款记录且贷款已还清',
  running: '有未还清贷款',
} as const

/** What a front with its words the wrong way round says instead. */
const wrongWayRound: Readonly<Record<string, string>> = {
  [usages.none]: usages.running,
  [usages.running]: usages.none,
}

/** What fills the form for an account at the moment `now` (epoch milliseconds), as it is printed. */
export function recordOf(account: HeldAccount, now: number, inverted: boolean): Record<string, string> {
  const run = lastRun(account.paidMonths)
  const usage = usageOf(account)
  return {
    zgxm: account.name,
    sfz: account.idNumber,
    dwmc: account.unit.name,
    grgjjzh: account.account,
    khsj: monthInWords(account.opened.slice(0, 6)),
    zhzt: tickOf(account, now),
    jcjs: groupedYuan(account.base),
    dwjcbl: `${account.unitRatio / 100}%`,
    grjcbl: `${account.ownRatio / 100}%`,
    yjce: groupedYuan(account.unitMonthly + account.ownMonthly),
    jcye: groupedYuan(account.balance),
    zjlxjcsj: run ? `${monthInWords(run.start)}至${monthInWords(run.end)}` : '无',
    dkqk: inverted ? (wrongWayRound[usage] ?? usage) : usage,
    dkcs: String(account.loans.length),
    dkje: groupedYuan(account.loans.reduce((sum, { amount }) => sum + amount, 0)),
    rq: chinaTime(now, 'yyyy年MM月dd日'),
  }
}

/** Overdue by this centre's rule: normal, and not paid through the month before last. */
function tickOf({ status, paidThrough }: HeldAccount, now: number): string {
  if (status === '02') return '封存'
  if (status !== '01') return '其他'
  return paidThrough < monthBefore(chinaTime(now, 'yyyyMM'), 2) ? '欠缴' : '正常'
}

function usageOf(account: HeldAccount): string {
  if (runningLoans(account).length > 0) return usages.running
  if (account.loans.length === 0) return usages.none
  return account.loans.length === 1 ? usages.one : usages.several
}
