import type {
  AccountFacts,
  ContinuityFacts,
  ContributionFacts,
  DepositFacts,
  LoanFacts,
} from '../contracts/generated/types.ts'
import { continuousRun } from './continuity.ts'
import { usageOfSettled } from './contradictions/loans.ts'
import { monthOf, monthsBetween } from './month.ts'

/** Longest run that the contract carries, in months. */
const longestRun = 840

/** What each derived fact follows from: the facts of the first list of which one is known, as far as they are known. */
export const derivedFrom: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'account.frozen': [['account.status']],
  'contribution.totalMonthly': [['contribution.unitMonthly', 'contribution.ownMonthly']],
  'continuity.start': [['continuity.months']],
  'continuity.end': [['continuity.months']],
  'continuity.monthCount': [['continuity.start', 'continuity.end'], ['continuity.months']],
  'continuity.sixMonths': [['continuity.monthCount']],
  'loans.unsettled': [['loans.count', 'loans.unsettledCount', 'loans.unsettledBalance']],
  'loans.usage': [['loans.count', 'loans.unsettled', 'loans.unsettledCount', 'loans.unsettledBalance']],
}

/** The facts with those that follow from them. What is stated stays as it is; nothing is concluded from half of the terms. */
export function withDerivedFacts(facts: DepositFacts): DepositFacts {
  const { account, contribution, continuity, loans } = facts
  return {
    ...facts,
    ...(account && { account: ofAccount(account) }),
    ...(contribution && { contribution: ofContribution(contribution) }),
    ...(continuity && { continuity: ofContinuity(continuity) }),
    ...(loans && { loans: ofLoans(loans) }),
  }
}

/** A frozen account is frozen as a whole. Another status says nothing of parts of the balance. */
function ofAccount(stated: AccountFacts): AccountFacts {
  return stated.status === 'frozen' ? { frozen: true, ...stated } : stated
}

function ofContribution(stated: ContributionFacts): ContributionFacts {
  const { unitMonthly, ownMonthly } = stated
  if (unitMonthly === undefined || ownMonthly === undefined) return stated
  const totalMonthly = unitMonthly + ownMonthly
  return Number.isSafeInteger(totalMonthly) ? { totalMonthly, ...stated } : stated
}

function ofContinuity(stated: ContinuityFacts): ContinuityFacts {
  const facts = { ...runOf(stated), ...stated }
  const monthCount = facts.monthCount ?? monthCountOf(facts)
  return monthCount === undefined ? facts : { sixMonths: monthCount >= 6, ...facts, monthCount }
}

function runOf({ start, end, months }: ContinuityFacts): { start: string; end: string } | undefined {
  return start === undefined && end === undefined ? continuousRun((months ?? []).map(monthOf)) : undefined
}

function monthCountOf({ start, end, months }: ContinuityFacts): number | undefined {
  if (start === undefined || end === undefined) return months?.length === 0 ? 0 : undefined
  const count = monthsBetween(monthOf(start), monthOf(end)) + 1
  return count >= 1 && count <= longestRun ? count : undefined
}

function ofLoans(stated: LoanFacts): LoanFacts {
  const unsettled = stated.unsettled ?? unsettledOf(stated)
  const facts = unsettled === undefined ? stated : { ...stated, unsettled }
  const usage = usageOf(facts)
  return usage === undefined ? facts : { usage, ...facts }
}

/** Whether something is unsettled; unknown where the facts point both ways, or only to nothing being owed at present. */
function unsettledOf(loans: LoanFacts): boolean | undefined {
  const owesNot = loans.count === 0 || loans.unsettledCount === 0
  return owes(loans) === owesNot ? undefined : owes(loans)
}

function usageOf(loans: LoanFacts): LoanFacts['usage'] {
  if (loans.count === undefined || loans.unsettled !== false || owes(loans)) return undefined
  return usageOfSettled(loans.count)
}

function owes({ unsettledCount = 0, unsettledBalance = 0 }: LoanFacts): boolean {
  return unsettledCount > 0 || unsettledBalance > 0
}
