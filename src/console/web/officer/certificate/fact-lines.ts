import type { DepositFacts, FieldSet } from '../../../../contracts/generated/types.ts'
import { accountStatusTexts, loanUsageTexts } from '../../../../domain/fact-texts.ts'
import { percentText, yuanText } from './money.ts'

export interface FactLine {
  label: string
  /** Absent: see `state`. */
  value?: string
  /** not-told: asked for, and the centre did not give it (对方未提供). not-asked: nobody asked (未查询). */
  state: 'told' | 'not-told' | 'not-asked'
  /** One of the facts that contradict each other (※). */
  doubtful: boolean
}

type Cell = [set: FieldSet, label: string, value: string | undefined, ...facts: string[]]

/** A certificate's facts, as an officer reads them: what decides first. */
export function factLines(
  facts: DepositFacts,
  fields: readonly FieldSet[],
  contradictions: readonly { facts: string[] }[],
): FactLine[] {
  const doubtful = new Set(contradictions.flatMap(({ facts }) => facts))
  return cells(facts).map(([set, label, value, ...names]) => ({
    label,
    ...(value !== undefined && { value }),
    state: value !== undefined ? 'told' : fields.includes(set) ? 'not-told' : 'not-asked',
    doubtful: names.some((name) => doubtful.has(`${set}.${name}`)),
  }))
}

function cells(facts: DepositFacts): Cell[] {
  const { account = {}, employer = {}, contribution = {}, balance = {}, continuity = {}, loans = {} } = facts
  const { start, end } = continuity
  return [
    ['account', '账户状态', statusText(account), 'status', 'frozen', 'arrears'],
    ['continuity', '连续缴存月数', months(continuity), 'monthCount', 'sixMonths'],
    ['continuity', '连续缴存起止', start && end && `${start} 至 ${end}`, 'start', 'end'],
    [
      'contribution',
      '月缴存额',
      yuanText(contribution.totalMonthly) ?? partsText(contribution),
      'totalMonthly',
      'unitMonthly',
      'ownMonthly',
    ],
    ['contribution', '缴存基数', yuanText(contribution.base), 'base'],
    ['contribution', '缴存比例', ratioText(contribution), 'unitRatio', 'ownRatio'],
    ['contribution', '缴至年月', contribution.paidThrough, 'paidThrough'],
    ['balance', '余额', yuanText(balance.amount), 'amount'],
    ['loans', '未结清贷款', unsettledText(loans), 'unsettled', 'unsettledCount'],
    ['loans', '未清偿贷款余额', yuanText(loans.unsettledBalance), 'unsettledBalance'],
    ['loans', '公积金贷款次数（含异地贷款）', counted(loans.count, '次'), 'count'],
    ['loans', '使用情况', loans.usage && loanUsageTexts[loans.usage], 'usage'],
    ['account', '个人公积金账号', account.number, 'number'],
    ['account', '开户时间', account.opened, 'opened'],
    ['employer', '工作单位', employer.name, 'name'],
  ]
}

function statusText({ status, frozen, arrears }: NonNullable<DepositFacts['account']>): string | undefined {
  const texts = [
    status && accountStatusTexts[status],
    frozen && status !== 'frozen' && '有冻结',
    arrears && '欠缴',
  ]
  return texts.filter(Boolean).join('，') || undefined
}

function months({ monthCount, sixMonths }: NonNullable<DepositFacts['continuity']>): string | undefined {
  if (monthCount !== undefined) return `${monthCount} 个月`
  return sixMonths === undefined ? undefined : `${sixMonths ? '满' : '不满'}六个月`
}

function partsText({
  unitMonthly,
  ownMonthly,
}: NonNullable<DepositFacts['contribution']>): string | undefined {
  return pair(yuanText(unitMonthly), yuanText(ownMonthly))
}

function ratioText({ unitRatio, ownRatio }: NonNullable<DepositFacts['contribution']>): string | undefined {
  return pair(percentText(unitRatio), percentText(ownRatio))
}

function unsettledText({
  unsettled,
  unsettledCount,
}: NonNullable<DepositFacts['loans']>): string | undefined {
  if (unsettledCount !== undefined) return unsettledCount === 0 ? '无' : `有，${unsettledCount} 笔`
  return unsettled === undefined ? undefined : unsettled ? '有' : '无'
}

function counted(count: number | undefined, unit: string): string | undefined {
  return count === undefined ? undefined : `${count} ${unit}`
}

function pair(unit: string | undefined, own: string | undefined): string | undefined {
  if (unit === undefined && own === undefined) return undefined
  return `单位 ${unit ?? '对方未提供'}，个人 ${own ?? '对方未提供'}`
}
