import type { ContributionFacts, DepositFacts } from '../../contracts/generated/types.ts'
import { fitOfShare, fitOfTotal, type Fit } from '../rounding.ts'
import { namesOf } from './rule.ts'

const total = 'contribution.totalMonthly'
const parts = ['contribution.unitMonthly', 'contribution.ownMonthly']

/** A monthly amount, what it is made of, and how it comes of that. */
export interface MonthlyFit {
  amount: string
  of: readonly string[]
  fit: Fit
}

/** The monthly total is the employer's part and the own part. */
export function totalAgainstParts({ contribution = {} }: DepositFacts): string[] {
  const { unitMonthly, ownMonthly, totalMonthly } = contribution
  if (unitMonthly === undefined || ownMonthly === undefined || totalMonthly === undefined) return []
  return namesOf(unitMonthly + ownMonthly !== totalMonthly && [total, ...parts])
}

/** Each monthly amount comes of base and ratio by a rounding that some centre uses. */
export function ratioAgainstMonthly({ contribution = {} }: DepositFacts): string[] {
  const broken = monthlyFits(contribution).filter(({ fit }) => fit.length === 0)
  return namesOf(...broken.map(({ amount, of }) => [amount, ...of]))
}

/** How the stated monthly amounts come of the stated base and ratios; the total where it stands alone. Never of negative amounts. */
export function monthlyFits(stated: ContributionFacts): MonthlyFit[] {
  const { base, unitRatio, ownRatio, unitMonthly, ownMonthly, totalMonthly } = stated
  if (base === undefined || [base, unitMonthly, ownMonthly, totalMonthly].some((amount = 0) => amount < 0))
    return []
  const fits: MonthlyFit[] = []
  if (unitRatio !== undefined && unitMonthly !== undefined) {
    const of = ['contribution.base', 'contribution.unitRatio']
    fits.push({ amount: 'contribution.unitMonthly', of, fit: fitOfShare(base, unitRatio, unitMonthly) })
  }
  if (ownRatio !== undefined && ownMonthly !== undefined) {
    const of = ['contribution.base', 'contribution.ownRatio']
    fits.push({ amount: 'contribution.ownMonthly', of, fit: fitOfShare(base, ownRatio, ownMonthly) })
  }
  const alone = unitMonthly === undefined || ownMonthly === undefined
  if (alone && unitRatio !== undefined && ownRatio !== undefined && totalMonthly !== undefined) {
    const of = ['contribution.base', 'contribution.unitRatio', 'contribution.ownRatio']
    fits.push({ amount: total, of, fit: fitOfTotal(base, [unitRatio, ownRatio], totalMonthly) })
  }
  return fits
}
