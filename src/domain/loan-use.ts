import type { LoanFacts } from '../contracts/generated/types.ts'
import { loanUsageTexts } from './fact-texts.ts'

export interface LoanUse {
  /** What the form ticks; none while a loan is not settled. */
  ticked?: string
  /** What stands beside it. */
  beside?: string
}

const noneOpen = '无未结清贷款'

/** How loans were used (使用情况), by whichever facts tell it; undefined where none does. */
export function loanUse({ usage, unsettled, unsettledCount }: LoanFacts): LoanUse | undefined {
  const open = openText(unsettled, unsettledCount)
  if (usage === undefined) return open === undefined ? undefined : { beside: open }
  const ticked = loanUsageTexts[usage]
  return open === undefined || open === noneOpen ? { ticked } : { ticked, beside: open }
}

/** In one piece. */
export function loanUseText(loans: LoanFacts): string | undefined {
  const { ticked, beside } = loanUse(loans) ?? {}
  return [ticked, beside].filter((text) => text !== undefined).join('，') || undefined
}

/** Where flag and number say different things, both stand there. */
function openText(unsettled: boolean | undefined, count: number | undefined): string | undefined {
  if (unsettled === undefined && count === undefined) return undefined
  if (unsettled ?? (count ?? 0) > 0) return count === undefined ? '有未结清贷款' : `有未结清贷款 ${count} 笔`
  return (count ?? 0) > 0 ? `${noneOpen}；未结清贷款 ${count} 笔` : noneOpen
}
