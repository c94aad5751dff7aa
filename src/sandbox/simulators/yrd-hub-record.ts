import { chinaTime } from './china-time.ts'
import type { HeldAccount } from './held.ts'
import { lastRun, monthBefore, runningLoans } from './held-facts.ts'

/** How loans were used, as the form ticks it; a running loan has no tick. */
const usages = {
  none: '无贷款记录',
  one: '仅有一次贷款记录且贷款已还清',
  several: '有两次以上(含两次)贷款记录且贷款已还清',
} as const

/** What a hub with its words the wrong way round says instead. */
const wrongWayRound: Readonly<Record<string, string>> = {
  [usages.none]: usages.one,
  [usages.one]: usages.none,
}

/** Rows of the form for an account at the moment `now` (epoch milliseconds): amounts in yuan, ratios in percent. */
export function recordOf(account: HeldAccount, now: number, inverted: boolean): Record<string, unknown> {
  const run = lastRun(account.paidMonths)
  const running = runningLoans(account)
  const usage = usageOf(account)
  return {
    // Sic; the interface's other messages have zmbh
    yddkzmmh: `${chinaTime(now, 'yyyyMMdd')}jx${account.account.slice(-6)}`,
    // 001 is whatever is no resident's identity card
    zjlx: account.idType === '01' ? '111' : '001',
    zjhm: account.idNumber,
    xingMing: account.name,
    dwmc: account.unit.name,
    grzh: account.account,
    khsj: account.opened,
    zhzt: tickOf(account, now),
    jcjs: account.base / 100,
    dwjcbl: account.unitRatio / 100,
    grjcbl: account.ownRatio / 100,
    yjce: (account.unitMonthly + account.ownMonthly) / 100,
    jcye: account.balance / 100,
    lxjcks: run?.start ?? '',
    lxjcjs: run?.end ?? '',
    dkqk: inverted ? (wrongWayRound[usage] ?? usage) : usage,
    dkcs: account.loans.length,
    ljdkje: yuanOf(account.loans.map(({ amount }) => amount)),
    wqcdkye: yuanOf(running.map(({ balance }) => balance)),
    dkfwdz: '',
    dwjbr: '示例经办',
    lxdh: '000-00000000',
    kjsj: chinaTime(now, 'yyyyMMdd'),
    // 0 is read, 1 is not: nobody has read what is made at this moment
    sfyd: '1',
  }
}

/** Overdue by this centre's rule: normal, and not paid through the month before last. */
function tickOf({ status, paidThrough }: HeldAccount, now: number): string {
  if (status === '02') return '封存'
  if (status !== '01') return '其他'
  return paidThrough < monthBefore(chinaTime(now, 'yyyyMM'), 2) ? '欠缴' : '正常'
}

function usageOf(account: HeldAccount): string {
  if (runningLoans(account).length > 0) return ''
  if (account.loans.length === 0) return usages.none
  return account.loans.length === 1 ? usages.one : usages.several
}

function yuanOf(fen: readonly number[]): number {
  return fen.reduce((total, each) => total + each, 0) / 100
}
