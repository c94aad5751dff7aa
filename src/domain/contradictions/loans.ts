import type { DepositFacts, LoanFacts } from '../../contracts/generated/types.ts'
import { namesOf } from './rule.ts'

const count = 'loans.count'
const unsettledCount = 'loans.unsettledCount'
const unsettled = 'loans.unsettled'
const balance = 'loans.unsettledBalance'

/**
 * What is said to be unsettled fits the loans. A flag that says unsettled while nothing is owed is told too: centres write
 * that flag with either polarity, and a loan agreed but not lent is rare.
 */
export function unsettledAgainstLoans({ loans = {} }: DepositFacts): string[] {
  return namesOf(
    loans.unsettled === true && loans.count === 0 && [unsettled, count],
    loans.unsettled === true && loans.unsettledCount === 0 && [unsettled, unsettledCount],
    loans.unsettled === true && loans.unsettledBalance === 0 && [unsettled, balance],
    loans.unsettled === true && isTheOneSettled(loans) && [unsettled, count, 'loans.lastSettled'],
    loans.unsettled === false && positive(loans.unsettledCount) && [unsettled, unsettledCount],
    loans.unsettled === false && positive(loans.unsettledBalance) && [unsettled, balance],
    loans.unsettledCount === 0 && positive(loans.unsettledBalance) && [unsettledCount, balance],
    loans.count === 0 && positive(loans.unsettledBalance) && [count, balance],
    loans.count !== undefined && positive(loans.unsettledCount, loans.count) && [unsettledCount, count],
  )
}

/** The use of loans, which is only told of settled ones, fits their number, and nothing is unsettled. */
export function usageAgainstLoans({ loans = {} }: DepositFacts): string[] {
  const { usage } = loans
  if (usage === undefined) return []
  return namesOf(
    loans.count !== undefined && usage !== usageOfSettled(loans.count) && ['loans.usage', count],
    loans.unsettled === true && ['loans.usage', unsettled],
    positive(loans.unsettledCount) && ['loans.usage', unsettledCount],
    positive(loans.unsettledBalance) && ['loans.usage', balance],
  )
}

/** The tick of the certificate (使用情况) for so many loans, all of them settled. */
export function usageOfSettled(loans: number): NonNullable<LoanFacts['usage']> {
  if (loans === 0) return 'none'
  return loans === 1 ? 'one-settled' : 'several-settled'
}

function isTheOneSettled({ count, lastSettled }: LoanFacts): boolean {
  return count === 1 && lastSettled !== undefined
}

function positive(number: number | undefined, above = 0): boolean {
  return number !== undefined && number > above
}
