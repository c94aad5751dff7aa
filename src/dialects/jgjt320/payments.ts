import type { MonthlyEntry } from '../../domain/continuity.ts'
import { fen } from '../../domain/money.ts'
import { paymentKinds, reversalMarks } from './codes.ts'
import { code, month, must, yuan, type CoreRow } from './values.ts'

const table = 'GRYWMX'

/**
 * Business details (table 5.0.5) as the entries that paid for months, reversals (冲账) negative.
 *
 * Cores book a reversal in different ways: a negative row, a mark on the row reversed, or both. A row marked as
 * reversed never counts, and a negative row takes back marked rows of its month and kind before others, so that
 * nothing is taken back twice and a month paid anew stays paid.
 */
export function monthlyEntries(rows: readonly CoreRow[]): MonthlyEntry[] {
  const entries: MonthlyEntry[] = []
  const negative: MonthlyEntry[] = []
  const marked = new Map<string, number>()
  for (const row of rows) {
    const entry = monthlyEntry(row)
    if (entry.amount < 0) negative.push(entry)
    else if (!code(row, table, 'CZBZ', reversalMarks)) entries.push(entry)
    else marked.set(pot(entry), (marked.get(pot(entry)) ?? 0) + entry.amount)
  }
  for (const entry of negative) {
    const left = marked.get(pot(entry)) ?? 0
    const taken = Math.min(left, -entry.amount)
    marked.set(pot(entry), left - taken)
    entries.push({ ...entry, amount: fen(entry.amount + taken) })
  }
  return entries
}

function monthlyEntry(row: CoreRow): MonthlyEntry {
  return {
    month: must(month(row, table, 'FSNY'), table, 'FSNY'),
    kind: must(code(row, table, 'GJHTQYWLX', paymentKinds), table, 'GJHTQYWLX'),
    amount: must(yuan(row, table, 'FSE'), table, 'FSE'),
  }
}

function pot(entry: MonthlyEntry): string {
  return `${entry.month} ${entry.kind}`
}
