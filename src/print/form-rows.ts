import type {
  AccountFacts,
  ContinuityFacts,
  ContributionFacts,
  DepositCertificate,
  LoanFacts,
} from '../contracts/generated/types.ts'
import {
  accountStatusTexts,
  idNumberTexts,
  loanUsageTexts,
  notGivenText,
  notQueriedText,
} from '../domain/fact-texts.ts'
import { loanUse } from '../domain/loan-use.ts'
import { fen, formatYuanGrouped } from '../domain/money.ts'
import { basisPoints, formatPercent } from '../domain/ratio.ts'
import { dateText, monthText, spanText, ticks } from './china-words.ts'

/** A field of the form: its label and what is written there. */
export interface FormField {
  label: string
  value: string
}

/** One or two fields beside each other. */
export type FormLine = readonly [FormField] | readonly [FormField, FormField]

type FieldSet = DepositCertificate['fields'][number]

/** Part A of the form (建金〔2015〕135号, docs/printing.md), line by line. ※ marks what contradicts something else. */
export function formLines({ person, facts, fields }: DepositCertificate): FormLine[] {
  const { account = {}, employer = {}, contribution = {}, balance = {}, continuity = {}, loans = {} } = facts
  const doubtful = new Set(facts.contradictions?.flatMap(({ facts }) => facts))
  const field = (set: FieldSet, label: string, value: string | undefined, ...names: string[]): FormField => {
    const asked = fields.includes(set)
    const mark = names.some((name) => doubtful.has(`${set}.${name}`)) ? ' ※' : ''
    return { label, value: (asked ? (value ?? notGivenText) : notQueriedText) + mark }
  }
  return [
    [
      { label: '职工姓名', value: person.name },
      { label: idNumberTexts[person.idType], value: person.idNumber },
    ],
    [field('employer', '工作单位', employer.name, 'name')],
    [
      field('account', '个人公积金账号', account.number, 'number'),
      field('account', '开户时间', account.opened && dateText(account.opened), 'opened'),
    ],
    [field('account', '账户状态', statusText(account), 'status', 'frozen', 'arrears')],
    [
      field('contribution', '缴存基数', yuan(contribution.base), 'base'),
      field('contribution', '缴存比例', ratioText(contribution), 'unitRatio', 'ownRatio'),
    ],
    [
      field(
        'contribution',
        '月缴存额',
        monthlyText(contribution),
        'totalMonthly',
        'unitMonthly',
        'ownMonthly',
      ),
      field('balance', '缴存余额', yuan(balance.amount), 'amount'),
    ],
    [
      field('continuity', '最近连续缴存时间', runText(continuity), 'start', 'end', 'monthCount', 'sixMonths'),
      field('contribution', '缴至年月', month(contribution.paidThrough), 'paidThrough'),
    ],
    [field('loans', '使用情况', usageText(loans), 'usage', 'unsettled', 'unsettledCount')],
    [
      field('loans', '公积金贷款次数（含异地贷款）', times(loans.count), 'count'),
      field('loans', '累计贷款金额', yuan(loans.contractTotal), 'contractTotal'),
    ],
    [
      field('loans', '未清偿贷款余额', yuan(loans.unsettledBalance), 'unsettledBalance', 'unsettledCount'),
      field('loans', '最近结清日期', loans.lastSettled && dateText(loans.lastSettled), 'lastSettled'),
    ],
    ...(loans.fraud === undefined
      ? []
      : [[field('loans', '骗提骗贷记录', loans.fraud ? '有' : '无')] as const]),
    // The exchange has no such fact; the form does.
    [field('loans', '贷款房屋地址', undefined)],
  ]
}

const statusTicks = ['正常', '封存', '欠缴', '其他']

/** One box at most, by the coded status; other states are said beside theirs. */
function statusText({ status, frozen, arrears }: AccountFacts): string | undefined {
  if (status === undefined) {
    return [arrears && '欠缴', frozen && '有冻结'].filter(Boolean).join('，') || undefined
  }
  const text = accountStatusTexts[status]
  const ticked = status === 'normal' && arrears ? '欠缴' : statusTicks.includes(text) ? text : '其他'
  const remarks = [
    ticked === '其他' && text !== '其他' && text,
    arrears && ticked !== '欠缴' && '有欠缴',
    frozen && status !== 'frozen' && '有冻结',
  ].filter((remark) => typeof remark === 'string')
  return ticks(statusTicks, ticked) + (remarks.length > 0 ? `（${remarks.join('，')}）` : '')
}

function ratioText({ unitRatio, ownRatio }: ContributionFacts): string | undefined {
  if (unitRatio === undefined && ownRatio === undefined) return undefined
  return `单位 ${percent(unitRatio)}　个人 ${percent(ownRatio)}`
}

/** The total, and its parts where they are known. */
function monthlyText({ unitMonthly, ownMonthly, totalMonthly }: ContributionFacts): string | undefined {
  const known = unitMonthly !== undefined || ownMonthly !== undefined
  const parts = `单位 ${yuan(unitMonthly) ?? notGivenText}，个人 ${yuan(ownMonthly) ?? notGivenText}`
  if (totalMonthly === undefined) return known ? parts : undefined
  return `${yuan(totalMonthly)}${known ? `（${parts}）` : ''}`
}

function runText({ start, end, monthCount, sixMonths }: ContinuityFacts): string | undefined {
  const months = monthCount === undefined ? undefined : `${monthCount} 个月`
  if (start !== undefined && end !== undefined) return spanText(start, end) + (months ? `（${months}）` : '')
  if (months !== undefined) return monthCount === 0 ? '无' : months
  return sixMonths === undefined ? undefined : `${sixMonths ? '满' : '不满'}六个月`
}

function usageText(loans: LoanFacts): string | undefined {
  const use = loanUse(loans)
  if (!use) return undefined
  const boxes = ticks(Object.values(loanUsageTexts), use.ticked, '\n')
  return use.beside === undefined ? boxes : `${boxes}\n（${use.beside}）`
}

function times(count: number | undefined): string | undefined {
  return count === undefined ? undefined : `${count} 次`
}

function month(text: string | undefined): string | undefined {
  return text === undefined ? undefined : monthText(text)
}

function yuan(amount: number | undefined): string | undefined {
  return amount === undefined ? undefined : `${formatYuanGrouped(fen(amount))} 元`
}

function percent(ratio: number | undefined): string {
  return ratio === undefined ? notGivenText : formatPercent(basisPoints(ratio))
}
