import type { HeldAccount } from './held.ts'
import { percentText, yuanText } from './spelling.ts'

/**
 * An account as the service lists it: numbers and fractions, or texts and percentages. There is no flag to turn round:
 * `inverted`, the total holds one side only.
 */
export function recordOf(
  account: HeldAccount,
  asTexts: boolean,
  inverted: boolean,
): Record<string, string | number> {
  const amount = (fen: number): string | number => (asTexts ? yuanText(fen) : fen / 100)
  const ratio = (basisPoints: number): string | number =>
    asTexts ? percentText(basisPoints, 2) : basisPoints / 10_000
  return {
    xingming: account.name,
    zjhm: account.idNumber,
    grzh: account.account,
    grzhzt: account.status,
    dwmc: account.unit.name,
    dwzh: account.unit.account,
    grjcjs: amount(account.base),
    dwjcbl: ratio(account.unitRatio),
    grjcbl: ratio(account.ownRatio),
    dwyjce: amount(account.unitMonthly),
    gryjce: amount(account.ownMonthly),
    monthpayamt: amount(account.ownMonthly + (inverted ? 0 : account.unitMonthly)),
    grzhye: amount(account.balance),
    lastpaymonth: account.paidThrough,
    gjbank: '示例银行',
  }
}
