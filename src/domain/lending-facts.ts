import type { DepositFacts } from '../contracts/generated/types.ts'
import { accountStatusText, notGivenText } from './fact-texts.ts'
import { monthOf, monthsBetween } from './month.ts'

/**
 * Version of the rules below. They are what lending centres commonly ask for by 建金〔2014〕148号 and GB/T 51267; numbers differ
 * from city to city and change, so that nothing is decided by them.
 */
export const lendingRulesVersion = '建金〔2014〕148号-1'

/** A fact beside a rule: met, not met, or neither, where the centre has not told all that it takes, or contradicts itself. */
export interface LendingFact {
  rule:
    'continuous-six-months' | 'paid-recently' | 'account-normal' | 'no-unsettled-loan' | 'one-loan-at-most'
  /** For the officer, in Chinese: the rule and the fact. */
  text: string
  state: 'met' | 'not-met' | 'not-told' | 'contradicted'
}

interface Judged {
  state: Exclude<LendingFact['state'], 'contradicted'>
  fact: string
}

interface LendingRule {
  rule: LendingFact['rule']
  text: string
  /** Facts that it goes by. */
  of: readonly string[]
  judge(facts: DepositFacts): Judged
}

const rules: readonly LendingRule[] = [
  {
    rule: 'continuous-six-months',
    text: '连续缴存满 6 个月',
    of: ['continuity.monthCount', 'continuity.sixMonths', 'continuity.start', 'continuity.end'],
    judge({ continuity: { monthCount, sixMonths } = {} }) {
      if (monthCount !== undefined) return judged(monthCount >= 6, `连续缴存 ${monthCount} 个月`)
      if (sixMonths !== undefined) return judged(sixMonths, sixMonths ? '满 6 个月' : '不满 6 个月')
      return notTold
    },
  },
  {
    rule: 'paid-recently',
    text: '缴至本月或上月',
    of: ['continuity.end', 'contribution.paidThrough'],
    judge({ asOf, continuity = {}, contribution = {} }) {
      const last = contribution.paidThrough ?? continuity.end
      if (last === undefined) return notTold
      return judged(monthsBetween(monthOf(last), monthOf(asOf)) <= 1, `缴至 ${last}`)
    },
  },
  {
    rule: 'account-normal',
    text: '账户状态正常，未冻结、无欠缴',
    of: ['account.status', 'account.frozen', 'account.arrears'],
    judge({ account: { status, frozen, arrears } = {} }) {
      const amiss = accountStatusText({ status, frozen, arrears })
      if (frozen || arrears || (status !== undefined && status !== 'normal'))
        return judged(false, amiss ?? '')
      // Of what it did not tell it has not said that it is well.
      const missing = namesOfMissing({ 状态: status, 欠缴: arrears, 冻结: frozen })
      if (missing.length === 0) return judged(true, '正常')
      const told = [status && '正常', arrears === false && '无欠缴', frozen === false && '未冻结'].filter(
        Boolean,
      )
      if (told.length === 0) return notTold
      return { state: 'not-told', fact: `${told.join('、')}；${missing.join('、')}${notGivenText}` }
    },
  },
  {
    rule: 'no-unsettled-loan',
    text: '无未结清的公积金贷款',
    of: ['loans.unsettled', 'loans.unsettledCount', 'loans.unsettledBalance'],
    judge({ loans: { unsettled, unsettledCount, unsettledBalance = 0 } = {} }) {
      if (unsettled || (unsettledCount ?? 0) > 0 || unsettledBalance > 0) return judged(false, '有未结清贷款')
      // A balance of 0 alone may be of a loan that is agreed and not lent yet.
      if (unsettled === false || unsettledCount === 0) return judged(true, '无未结清贷款')
      return notTold
    },
  },
  {
    rule: 'one-loan-at-most',
    text: '公积金贷款（含异地）不超过 1 次',
    of: ['loans.count', 'loans.usage'],
    judge({ loans: { count, usage } = {} }) {
      if (count !== undefined) return judged(count <= 1, `${count} 次`)
      if (usage !== undefined) return judged(usage !== 'several-settled', usageWords[usage])
      return notTold
    },
  },
]

const usageWords = { none: '0 次', 'one-settled': '1 次', 'several-settled': '2 次或以上' } as const

const notTold: Judged = { state: 'not-told', fact: notGivenText }

function judged(met: boolean, fact: string): Judged {
  return { state: met ? 'met' : 'not-met', fact }
}

function namesOfMissing(facts: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(facts).filter((name) => facts[name] === undefined)
}

/** The facts that lending centres ask for, each beside its rule. Where what the centre says contradicts itself, nothing is judged by it. */
export function lendingFacts(facts: DepositFacts): LendingFact[] {
  const contradicted = new Set(facts.contradictions?.flatMap((each) => each.facts))
  return rules.map(({ rule, text, of, judge }) => {
    const { state, fact } = judge(facts)
    if (state !== 'not-told' && of.some((name) => contradicted.has(name))) {
      return { rule, text: `${text}：对方数据自相矛盾，请向出具中心核实`, state: 'contradicted' }
    }
    return { rule, text: `${text}：${fact}`, state }
  })
}
