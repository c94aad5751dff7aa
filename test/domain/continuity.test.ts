import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { continuousRun, paidMonths, type MonthlyEntry } from '../../src/domain/continuity.ts'
import { fen } from '../../src/domain/money.ts'
import { addMonths, compareMonths, monthsBetween } from '../../src/domain/month.ts'
import { month, months } from './arbitraries.ts'

function entry(of: string, amount: number, kind: MonthlyEntry['kind'] = 'regular'): MonthlyEntry {
  return { month: month(of), kind, amount: fen(amount) }
}

describe('paidMonths', () => {
  const counting = { countBackPayments: true }

  test('are ascending and distinct', () => {
    expect(
      paidMonths([entry('2024-03', 100), entry('2024-01', 100), entry('2024-03', 50)], counting),
    ).toEqual(['2024-01', '2024-03'])
  })

  test('leave out a payment that was reversed', () => {
    expect(
      paidMonths([entry('2024-01', 100), entry('2024-02', 100), entry('2024-02', -100)], counting),
    ).toEqual(['2024-01'])
  })

  test('keep a month that was reversed and paid again', () => {
    expect(
      paidMonths([entry('2024-01', 100), entry('2024-01', -100), entry('2024-01', 120)], counting),
    ).toEqual(['2024-01'])
  })

  test('keep a month whose payment was only corrected downwards', () => {
    expect(paidMonths([entry('2024-01', 100), entry('2024-01', -20)], counting)).toEqual(['2024-01'])
  })

  test('leave out a reversal that stands alone, and a row of nothing', () => {
    expect(paidMonths([entry('2024-01', -100), entry('2024-02', 0)], counting)).toEqual([])
  })

  test('include back-payments only where they count', () => {
    const entries = [entry('2024-01', 100), entry('2024-02', 100, 'back-payment')]
    expect(paidMonths(entries, { countBackPayments: true })).toEqual(['2024-01', '2024-02'])
    expect(paidMonths(entries, { countBackPayments: false })).toEqual(['2024-01'])
  })

  test('do not let an uncounted back-payment make up for a reversal', () => {
    const entries = [entry('2024-01', 100), entry('2024-01', -100), entry('2024-01', 100, 'back-payment')]
    expect(paidMonths(entries, { countBackPayments: true })).toEqual(['2024-01'])
    expect(paidMonths(entries, { countBackPayments: false })).toEqual([])
  })

  test('do not let the reversal of an uncounted back-payment take away a regular payment', () => {
    const entries = [
      entry('2024-01', 100),
      entry('2024-01', 100, 'back-payment'),
      entry('2024-01', -100, 'back-payment'),
    ]
    expect(paidMonths(entries, { countBackPayments: false })).toEqual(['2024-01'])
  })

  test('are exact beyond safe integers', () => {
    const most = Number.MAX_SAFE_INTEGER
    const entries = [most, 1, 1, -most, -1].map((amount) => entry('2024-01', amount))
    expect(paidMonths(entries, counting)).toEqual(['2024-01'])
  })

  test('are the same in whatever order the rows come', () => {
    const entries = fc.array(
      fc.record({
        month: fc.nat(5).map((n) => addMonths(month('2023-11'), n)),
        kind: fc.constantFrom<MonthlyEntry['kind'][]>('regular', 'back-payment'),
        amount: fc.integer({ min: -2, max: 2 }).map(fen),
      }),
    )
    fc.assert(
      fc.property(entries, fc.boolean(), (rows, countBackPayments) => {
        const paid = paidMonths(rows, { countBackPayments })
        expect(paidMonths(rows.toReversed(), { countBackPayments })).toEqual(paid)
        expect(paid).toEqual([...new Set(paid)].sort(compareMonths))
      }),
    )
  })
})

describe('continuousRun', () => {
  // Close together, so that runs and gaps both come up.
  const paid = fc.array(
    fc.nat(30).map((n) => addMonths(month('2023-01'), n)),
    { minLength: 1, maxLength: 40 },
  )

  test('is none where nothing was paid', () => {
    expect(continuousRun([])).toBeUndefined()
  })

  test('of one month starts and ends with it', () => {
    expect(continuousRun([month('2024-05')])).toEqual({ start: '2024-05', end: '2024-05' })
  })

  test('stops at the last gap', () => {
    const months = ['2023-09', '2023-11', '2023-12', '2024-01'].map(month)
    expect(continuousRun(months)).toEqual({ start: '2023-11', end: '2024-01' })
  })

  test('reaches the edges of the calendar', () => {
    expect(continuousRun([month('1900-01'), month('1900-02')])).toEqual({ start: '1900-01', end: '1900-02' })
  })

  test('of far-off months is the last of them', () => {
    fc.assert(
      fc.property(months(), fc.integer({ min: 2, max: 500 }), (m, n) => {
        const later = addMonths(m, n)
        expect(continuousRun([later, m])).toEqual({ start: later, end: later })
      }),
    )
  })

  test('has no gap, cannot be extended, and is the last', () => {
    fc.assert(
      fc.property(paid, (all) => {
        const run = continuousRun(all)
        if (run === undefined) throw new Error('no run')
        const length = monthsBetween(run.start, run.end)
        for (let n = 0; n <= length; n += 1) expect(all).toContain(addMonths(run.start, n))
        expect(all).not.toContain(addMonths(run.start, -1))
        expect(all.every((m) => compareMonths(m, run.end) <= 0)).toBe(true)
      }),
    )
  })

  test('does not depend on order or repeats', () => {
    fc.assert(
      fc.property(paid, (all) => {
        const run = continuousRun(all)
        expect(continuousRun(all.toReversed())).toEqual(run)
        expect(continuousRun([...all, ...all])).toEqual(run)
      }),
    )
  })
})
