import type { HeldAccount } from './held.ts'

/** The account that a centre with room for one answers with: the open one, else the last closed. */
export function accountInUse(accounts: readonly HeldAccount[]): HeldAccount | undefined {
  const open = accounts.find(({ closed }) => closed === undefined)
  return open ?? accounts.toSorted((a, b) => (a.closed ?? '').localeCompare(b.closed ?? '')).at(-1)
}

export interface Run {
  /** YYYYMM. */
  start: string
  end: string
  months: number
}

/** The last unbroken run of `paidMonths`, YYYYMM ascending. */
export function lastRun(paidMonths: readonly string[]): Run | undefined {
  const end = paidMonths.at(-1)
  if (end === undefined) return undefined
  let months = 1
  while (months < paidMonths.length && paidMonths.at(-1 - months) === monthBefore(end, months)) months += 1
  return { start: monthBefore(end, months - 1), end, months }
}

/** YYYYMM, `count` months before `month`. */
export function monthBefore(month: string, count: number): string {
  const [year, ofYear] = [Number(month.slice(0, 4)), Number(month.slice(4))]
  return new Date(Date.UTC(year, ofYear - 1 - count, 1)).toISOString().slice(0, 7).replace('-', '')
}

/** Loans that are not settled. */
export function runningLoans({ loans }: HeldAccount): HeldAccount['loans'] {
  return loans.filter(({ settled }) => settled === undefined)
}
