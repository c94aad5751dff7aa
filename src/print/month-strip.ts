import { addMonths, type CalendarMonth, compareMonths, monthsBetween, parseMonth } from '../domain/month.ts'

/** One calendar year of the strip; months before the first and after the last shown are undefined. */
export interface StripYear {
  year: string
  /** January to December: whether it is paid. */
  paid: readonly (boolean | undefined)[]
}

export interface MonthStrip {
  years: readonly StripYear[]
  /** Months between paid ones that are not paid, over all that are known, as runs. */
  gaps: readonly MonthSpan[]
  /** Paid months in all. */
  count: number
  /** Paid months before the first that is shown. */
  earlier: number
}

export interface MonthSpan {
  start: CalendarMonth
  end: CalendarMonth
}

/** So many calendar years fit on paper. */
const yearsOnPaper = 6

/** The paid months as a strip by calendar year, up to `until` or the last paid month. Undefined where no month is known. */
export function monthStrip(
  months: readonly string[],
  until: string | undefined,
  shownYears: number = yearsOnPaper,
): MonthStrip | undefined {
  const paid = months
    .map(parseMonth)
    .filter((month) => month !== undefined)
    .sort(compareMonths)
  const first = paid[0]
  const lastPaid = paid.at(-1)
  if (first === undefined || lastPaid === undefined) return undefined
  const asOf = until === undefined ? undefined : parseMonth(until)
  const last = asOf !== undefined && compareMonths(asOf, lastPaid) > 0 ? asOf : lastPaid
  const lastYear = Number(last.slice(0, 4))
  const firstYear = Math.max(Number(first.slice(0, 4)), lastYear - shownYears + 1)
  const known = new Set<string>(paid)
  const years = Array.from({ length: lastYear - firstYear + 1 }, (_, index): StripYear => {
    const year = String(firstYear + index)
    return {
      year,
      paid: Array.from({ length: 12 }, (_, month) => {
        const name = `${year}-${String(month + 1).padStart(2, '0')}`
        return name < first || name > last ? undefined : known.has(name)
      }),
    }
  })
  return {
    years,
    gaps: gapsOf(paid),
    count: paid.length,
    earlier: paid.filter((month) => Number(month.slice(0, 4)) < firstYear).length,
  }
}

function gapsOf(paid: readonly CalendarMonth[]): MonthSpan[] {
  return paid.flatMap((month, index) => {
    const before = paid[index - 1]
    if (before === undefined || monthsBetween(before, month) < 2) return []
    return [{ start: addMonths(before, 1), end: addMonths(month, -1) }]
  })
}
