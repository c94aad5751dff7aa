import type { Fen } from './money.ts'
import { compareMonths, monthsBetween, type CalendarMonth } from './month.ts'

/** One booking of the personal account's ledger (个人业务明细, JGJ/T 320 table 5.0.5) that pays for a month. */
export interface MonthlyEntry {
  /** The month the money is for, not the one it was booked in. */
  month: CalendarMonth
  /** Paid as due (汇缴, 01) or made up later (补缴, 02). A reversal has the kind of what it reverses. */
  kind: 'regular' | 'back-payment'
  /** Negative for a reversal (冲账). */
  amount: Fen
}

/** An unbroken run of months, both ends included. */
export interface MonthRun {
  start: CalendarMonth
  end: CalendarMonth
}

/**
 * The months that are paid, ascending and distinct: those whose counted entries add up to more than nothing.
 * So a reversed payment does not count, and one reversed and paid again does, in whatever order the rows come.
 */
export function paidMonths(
  entries: readonly MonthlyEntry[],
  options: { countBackPayments: boolean },
): CalendarMonth[] {
  // Nearly every month is paid once; a sum of several may be beyond safe integers.
  const net = new Map<CalendarMonth, Fen | bigint>()
  for (const { month, kind, amount } of entries) {
    if (kind === 'back-payment' && !options.countBackPayments) continue
    const before = net.get(month)
    net.set(month, before === undefined ? amount : BigInt(before) + BigInt(amount))
  }
  return [...net.keys()].filter((month) => (net.get(month) ?? 0) > 0).sort(compareMonths)
}

/** The last unbroken run of paid months, given in any order and with repeats; one month is a run of itself. */
export function continuousRun(months: readonly CalendarMonth[]): MonthRun | undefined {
  const [end, ...earlier] = [...months].sort((a, b) => compareMonths(b, a))
  if (end === undefined) return undefined
  let start = end
  for (const month of earlier) {
    if (monthsBetween(month, start) > 1) break
    start = month
  }
  return { start, end }
}
