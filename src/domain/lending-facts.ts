import type { DepositFacts } from '../contracts/generated/types.ts'
import { accountStatusTexts, notGivenText } from './fact-texts.ts'
import { monthOf, monthsBetween } from './month.ts'

/**
 * Version of the rules below. They are what lending centres commonly ask for by 建金〔2014〕148号 and GB/T 51267; numbers differ
 * from city to city and change, so that nothing is decided by them.
 */
export const lendingRulesVersion = '建金〔2014〕148号-1'

/** A fact beside a rule: met, not met, or not told by the centre, which is neither. */
export interface LendingFact {
  rule:
    'continuous-six-months' | 'paid-recently' | 'account-normal' | 'no-unsettled-loan' | 'one-loan-at-most'
  /** For the officer, in Chinese: the rule and the fact. */
  text: string
  state: 'met' | 'not-met' | 'not-told'
}

interface Judged {
  state: LendingFact['state']
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
      const words = [
        ...(status ? [accountStatusTexts[status]] : []),
        ...(frozen ? ['有冻结'] : []),
        ...(arrears ? ['有欠缴'] : []),
      ].join('、')
      if (frozen || arrears || (status !== undefined && status !== 'normal')) return judged(false, words)
      return status === undefined ? notTold : judged(true, words)
    },
  },
  {
    rule: 'no-unsettled-loan',
    text: '无未结清的公积金贷款',
    of: ['loans.unsettled', 'loans.unsettledCount', 'loans.unsettledBalance'],
    judge({ loans: { unsettled } = {} }) {
      if (unsettled === undefined) return notTold
      return judged(!unsettled, unsettled ? '有未结清贷款' : '无未结清贷款')
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

/** The facts that lending centres ask for, each beside its rule. Where what the centre says contradicts itself, it has not told. */
export function lendingFacts(facts: DepositFacts): LendingFact[] {
  const contradicted = new Set(facts.contradictions?.flatMap((each) => each.facts))
  return rules.map(({ rule, text, of, judge }) => {
    const { state, fact } = judge(facts)
    if (state !== 'not-told' && of.some((name) => contradicted.has(name))) {
      return { rule, text: `${text}：对方数据自相矛盾，请向出具中心核实`, state: 'not-told' }
    }
    return { rule, text: `${text}：${fact}`, state }
  })
}
