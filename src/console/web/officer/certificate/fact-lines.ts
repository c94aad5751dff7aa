import type { DepositFacts, FieldSet } from '../../../../contracts/generated/types.ts'
import { accountStatusText, notGivenText } from '../../../../domain/fact-texts.ts'
import { loanUseText } from '../../../../domain/loan-use.ts'
import { percentText, yuanText } from './money.ts'

export interface FactLine {
  label: string
  /** Absent: see `state`. */
  value?: string
  /** not-told: asked for, and the centre did not give it (对方未提供). not-asked: nobody asked (未查询). */
  state: 'told' | 'not-told' | 'not-asked'
  /** One of the facts that contradict each other (※). */
  doubtful: boolean
  /** Nobody may overlook it. */
  grave?: true
}

const fraudLabel = '骗提骗贷记录'

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
    ...(label === fraudLabel && facts.loans?.fraud && { grave: true }),
  }))
}

function cells(facts: DepositFacts): Cell[] {
  const { account = {}, employer = {}, contribution = {}, balance = {}, continuity = {}, loans = {} } = facts
  const { start, end } = continuity
  return [
    ['account', '账户状态', accountStatusText(account), 'status', 'frozen', 'arrears'],
    ['continuity', '连续缴存月数', months(continuity), 'monthCount', 'sixMonths'],
    ['continuity', '连续缴存起止', start && end && `${start} 至 ${end}`, 'start', 'end'],
    ['contribution', '月缴存额', monthlyText(contribution), 'totalMonthly', 'unitMonthly', 'ownMonthly'],
    ['contribution', '缴存基数', yuanText(contribution.base), 'base'],
    ['contribution', '缴存比例', ratioText(contribution), 'unitRatio', 'ownRatio'],
    ['contribution', '缴至年月', contribution.paidThrough, 'paidThrough'],
    ['balance', '缴存余额', yuanText(balance.amount), 'amount'],
    ['loans', '未结清贷款', unsettledText(loans), 'unsettled', 'unsettledCount'],
    ['loans', fraudLabel, loans.fraud === undefined ? undefined : loans.fraud ? '有' : '无', 'fraud'],
    ['loans', '未清偿贷款余额', yuanText(loans.unsettledBalance), 'unsettledBalance'],
    ['loans', '公积金贷款次数（含异地贷款）', counted(loans.count, '次'), 'count'],
    ['loans', '累计贷款金额', yuanText(loans.contractTotal), 'contractTotal'],
    ['loans', '最近结清日期', loans.lastSettled, 'lastSettled'],
    ['loans', '使用情况', loanUseText(loans), 'usage', 'unsettled', 'unsettledCount'],
    ['account', '个人公积金账号', account.number, 'number'],
    ['account', '开户时间', account.opened, 'opened'],
    ['employer', '工作单位', employer.name, 'name'],
  ]
}

/** A flag that the count does not bear out is told beside it: the officer sees both sides. */
function months({ monthCount, sixMonths }: NonNullable<DepositFacts['continuity']>): string | undefined {
  const flag = sixMonths === undefined ? undefined : `${sixMonths ? '满' : '不满'}六个月`
  if (monthCount === undefined) return flag
  const agrees = sixMonths === undefined || sixMonths === monthCount >= 6
  return `${monthCount} 个月${agrees ? '' : `；是否满六个月 = ${sixMonths ? '是' : '否'}`}`
}

/** The total, and its parts where they are known. */
function monthlyText({
  totalMonthly,
  unitMonthly,
  ownMonthly,
}: NonNullable<DepositFacts['contribution']>): string | undefined {
  const [total, parts] = [yuanText(totalMonthly), pair(yuanText(unitMonthly), yuanText(ownMonthly))]
  return total !== undefined && parts !== undefined ? `${total}（${parts}）` : (total ?? parts)
}

function ratioText({ unitRatio, ownRatio }: NonNullable<DepositFacts['contribution']>): string | undefined {
  return pair(percentText(unitRatio), percentText(ownRatio))
}

function unsettledText({
  unsettled,
  unsettledCount,
}: NonNullable<DepositFacts['loans']>): string | undefined {
  const flag = unsettled === undefined ? undefined : unsettled ? '有' : '无'
  if (unsettledCount === undefined) return flag
  const agrees = unsettled === undefined || unsettled === unsettledCount > 0
  const counted = unsettledCount === 0 ? '无' : `有，${unsettledCount} 笔`
  return agrees ? counted : `${counted}；有无未结清 = ${flag}`
}

function counted(count: number | undefined, unit: string): string | undefined {
  return count === undefined ? undefined : `${count} ${unit}`
}

function pair(unit: string | undefined, own: string | undefined): string | undefined {
  if (unit === undefined && own === undefined) return undefined
  return `单位 ${unit ?? notGivenText}，个人 ${own ?? notGivenText}`
}
