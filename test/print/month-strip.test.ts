import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { addMonths, monthOf } from '../../src/domain/month.ts'
import { monthStrip } from '../../src/print/month-strip.ts'

describe('the month strip', () => {
  test('shows paid months, gaps, and up to when nothing more was paid', () => {
    const strip = monthStrip(['2025-11', '2025-12', '2026-03'], '2026-04')
    expect(strip?.years).toEqual([
      { year: '2025', paid: [...Array<undefined>(10).fill(undefined), true, true] },
      { year: '2026', paid: [false, false, true, false, ...Array<undefined>(8).fill(undefined)] },
    ])
    expect(strip).toMatchObject({ gaps: [{ start: '2026-01', end: '2026-02' }], count: 3, earlier: 0 })
  })

  test('does not call what is not over a gap', () => {
    expect(monthStrip(['2026-01'], '2026-04')?.gaps).toEqual([])
  })

  test('shows six years, and counts what was before', () => {
    const months = Array.from({ length: 120 }, (_, index) => addMonths(monthOf('2016-01'), index))
    const strip = monthStrip(months, undefined)
    expect(strip?.years.map(({ year }) => year)).toEqual(['2020', '2021', '2022', '2023', '2024', '2025'])
    expect(strip).toMatchObject({ count: 120, earlier: 48 })
  })

  test('is nothing without months', () => {
    expect(monthStrip([], '2026-10')).toBeUndefined()
  })

  test('shows or counts every paid month once, in whatever order', () => {
    const month = fc.integer({ min: 0, max: 400 }).map((n) => addMonths(monthOf('2000-01'), n))
    fc.assert(
      fc.property(fc.uniqueArray(month, { minLength: 1 }), (months) => {
        const strip = monthStrip(months, undefined)
        const shown = strip?.years.flatMap(({ paid }) => paid).filter(Boolean).length ?? 0
        return strip?.count === months.length && shown + strip.earlier === months.length
      }),
    )
  })
})
