import type { AccountFacts, LoanFacts } from '../contracts/generated/types.ts'

/** What stands where a centre was asked for a fact and did not give it; never 0, never empty. */
export const notGivenText = '对方未提供'

/** Account status by JGJ/T 320 annex A.6, as people read it. */
export const accountStatusTexts: Readonly<Record<NonNullable<AccountFacts['status']>, string>> = {
  normal: '正常',
  sealed: '封存',
  merged: '合并销户',
  'transferred-out': '外部转出销户',
  withdrawn: '提取销户',
  frozen: '冻结',
  other: '其他',
}

/** Use of loans (使用情况) as the form ticks it. */
export const loanUsageTexts: Readonly<Record<NonNullable<LoanFacts['usage']>, string>> = {
  none: '无贷款记录',
  'one-settled': '仅有一次贷款记录且贷款已还清',
  'several-settled': '有两次以上（含两次）贷款记录且贷款已还清',
}
