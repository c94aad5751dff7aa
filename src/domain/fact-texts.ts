import type { AccountFacts, LoanFacts, Person } from '../contracts/generated/types.ts'

/** Numbers of documents as people call them, by the official names of the documents. */
export const idNumberTexts: Readonly<Record<Person['idType'], string>> = {
  'resident-id': '身份证号',
  'hmt-residence-permit': '港澳台居民居住证号',
  'foreign-permanent-residence-id': '外国人永久居留身份证号',
  'military-officer-id': '军官证号',
  passport: '护照号',
  other: '证件号码',
}

/** What stands where a centre was asked for a fact and did not give it; never 0, never empty. */
export const notGivenText = '对方未提供'

/** What stands where a group of facts was never asked for. */
export const notQueriedText = '未查询'

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

/** What is told of an account's state, in one piece: 「正常，欠缴」. Undefined where nothing is. */
export function accountStatusText({
  status,
  frozen,
  arrears,
}: Partial<Record<'frozen' | 'arrears', boolean | undefined>> & {
  status?: AccountFacts['status'] | undefined
}): string | undefined {
  const texts = [
    status && accountStatusTexts[status],
    frozen && status !== 'frozen' && '有冻结',
    arrears && '欠缴',
  ]
  return texts.filter(Boolean).join('，') || undefined
}

/** Use of loans (使用情况) as the form ticks it. */
export const loanUsageTexts: Readonly<Record<NonNullable<LoanFacts['usage']>, string>> = {
  none: '无贷款记录',
  'one-settled': '仅有一次贷款记录且贷款已还清',
  'several-settled': '有两次以上（含两次）贷款记录且贷款已还清',
}
