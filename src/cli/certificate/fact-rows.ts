import type {
  AccountFacts,
  ContinuityFacts,
  ContributionFacts,
  DepositFacts,
  LoanFacts,
} from '../../contracts/generated/types.ts'
import { contradictionTexts } from '../../domain/contradictions/texts.ts'
import { accountStatusTexts, notGivenText } from '../../domain/fact-texts.ts'
import { loanUseText } from '../../domain/loan-use.ts'
import { fen, formatYuanGrouped } from '../../domain/money.ts'
import { basisPoints, formatPercent } from '../../domain/ratio.ts'

type Row = [label: string, value: string]

/**
 * Facts as people read them, in the order of the form (建金〔2015〕135号); a missing one says so, and is never 0.
 * What the facts contradict themselves in comes last.
 */
export function factRows(facts: DepositFacts): Row[] {
  const { account, employer, contribution, balance, continuity, loans, contradictions = [] } = facts
  return [
    ...(employer ? [row('工作单位', employer.name)] : []),
    ...(account ? accountRows(account) : []),
    ...(contribution ? contributionRows(contribution) : []),
    ...(balance ? [row('缴存余额', yuan(balance.amount))] : []),
    ...(continuity ? [row('最近连续缴存', runText(continuity))] : []),
    ...(loans ? loanRows(loans) : []),
    ...contradictions.map(({ rule, facts }): Row => [
      '所给数据自相矛盾：',
      `${contradictionTexts[rule].zh}（${facts.join('、')}）`,
    ]),
  ]
}

function accountRows(account: AccountFacts): Row[] {
  return [
    row('个人账号', account.number),
    row('开户时间', account.opened),
    row('账户状态', statusText(account)),
  ]
}

function contributionRows(contribution: ContributionFacts): Row[] {
  return [
    row('缴存基数', yuan(contribution.base)),
    row('缴存比例', parts(percent(contribution.unitRatio), percent(contribution.ownRatio))),
    row('月缴存额', monthlyText(contribution)),
    row('缴至年月', contribution.paidThrough),
  ]
}

function loanRows(loans: LoanFacts): Row[] {
  return [
    row('使用情况', loanUseText(loans)),
    row('贷款次数', loans.count === undefined ? undefined : `${loans.count} 次`),
    row('累计贷款金额', yuan(loans.contractTotal)),
    row('未清偿余额', yuan(loans.unsettledBalance)),
    ...(loans.fraud === undefined ? [] : [row('骗提骗贷', loans.fraud ? '有' : '无')]),
  ]
}

function statusText({ status, frozen, arrears }: AccountFacts): string | undefined {
  const texts = [
    status && accountStatusTexts[status],
    frozen && status !== 'frozen' && '有冻结',
    arrears && '欠缴',
  ]
  return texts.filter(Boolean).join('，') || undefined
}

/** The total; where only parts of it are known, those. */
function monthlyText({ unitMonthly, ownMonthly, totalMonthly }: ContributionFacts): string | undefined {
  if (totalMonthly !== undefined) return yuan(totalMonthly)
  return unitMonthly === undefined && ownMonthly === undefined
    ? undefined
    : parts(yuan(unitMonthly), yuan(ownMonthly))
}

/** From when to when; where the ends are not known, how long. */
function runText({ start, end, monthCount, sixMonths }: ContinuityFacts): string | undefined {
  if (start !== undefined && end !== undefined) return `${start} — ${end}`
  if (monthCount !== undefined) return monthCount === 0 ? '无' : `${monthCount} 个月`
  return sixMonths === undefined ? undefined : `${sixMonths ? '满' : '不满'}六个月`
}

function row(label: string, value: string | undefined): Row {
  return [label, value ?? notGivenText]
}

function parts(unit: string | undefined, own: string | undefined): string | undefined {
  if (unit === undefined && own === undefined) return undefined
  return `单位 ${unit ?? notGivenText}，个人 ${own ?? notGivenText}`
}

function yuan(amount: number | undefined): string | undefined {
  return amount === undefined ? undefined : `${formatYuanGrouped(fen(amount))} 元`
}

function percent(ratio: number | undefined): string | undefined {
  return ratio === undefined ? undefined : formatPercent(basisPoints(ratio))
}
