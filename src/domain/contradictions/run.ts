import type { ContinuityFacts, DepositFacts } from '../../contracts/generated/types.ts'
import { continuousRun } from '../continuity.ts'
import { monthOf, monthsBetween } from '../month.ts'
import { namesOf } from './rule.ts'

const start = 'continuity.start'
const end = 'continuity.end'
const months = 'continuity.months'
const monthCount = 'continuity.monthCount'
const sixMonths = 'continuity.sixMonths'

/** The run does not end before it starts. */
export function runOrder({ continuity = {} }: DepositFacts): string[] {
  const length = lengthByEnds(continuity)
  return namesOf(length !== undefined && length < 1 && [start, end])
}

/** The number of months is that from start to end, and of the months listed. Lists may begin late, but have no gap inside. */
export function countAgainstRun({ continuity = {} }: DepositFacts): string[] {
  const counted = continuity.monthCount
  const byEnds = lengthByEnds(continuity)
  const byList = lengthByList(continuity)
  if (counted === undefined) return []
  return namesOf(
    byEnds !== undefined && byEnds >= 1 && byEnds !== counted && [monthCount, start, end],
    byList && (counted < byList.length || (counted > byList.length && byList.gap)) && [monthCount, months],
  )
}

/** Six months or more are said of such a run and no other: some centres set the flag from two months on. */
export function sixMonthsAgainstRun({ continuity = {} }: DepositFacts): string[] {
  const said = continuity.sixMonths
  const byEnds = lengthByEnds(continuity)
  const byList = lengthByList(continuity)
  if (said === undefined) return []
  return namesOf(
    continuity.monthCount !== undefined && said !== continuity.monthCount >= 6 && [sixMonths, monthCount],
    byEnds !== undefined && said !== byEnds >= 6 && [sixMonths, start, end],
    byList && (said ? byList.length < 6 && byList.gap : byList.length >= 6) && [sixMonths, months],
  )
}

/** No month of the run is later than the month through which the person is paid. */
export function runAfterPaidThrough({ continuity = {}, contribution = {} }: DepositFacts): string[] {
  const { paidThrough } = contribution
  const last = continuity.months?.at(-1)
  if (paidThrough === undefined) return []
  return namesOf(
    continuity.end !== undefined && continuity.end > paidThrough && [end, 'contribution.paidThrough'],
    last !== undefined && last > paidThrough && [months, 'contribution.paidThrough'],
  )
}

/** The run does not start before the month in which the account was opened. */
export function runBeforeOpening({ continuity = {}, account = {} }: DepositFacts): string[] {
  const opened = account.opened?.slice(0, 7)
  const first = continuity.start
  return namesOf(opened !== undefined && first !== undefined && first < opened && [start, 'account.opened'])
}

/** Months from start to end; none or less where it ends before it starts. */
function lengthByEnds({ start, end }: ContinuityFacts): number | undefined {
  return start === undefined || end === undefined
    ? undefined
    : monthsBetween(monthOf(start), monthOf(end)) + 1
}

/** The last run of the months listed; with a gap before it, unless the list begins with it. */
function lengthByList({ months }: ContinuityFacts): { length: number; gap: boolean } | false {
  if (months === undefined) return false
  const run = continuousRun(months.map(monthOf))
  const length = run ? monthsBetween(run.start, run.end) + 1 : 0
  return { length, gap: months.length > length || months.length === 0 }
}
