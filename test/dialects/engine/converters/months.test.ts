import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { firstMonth, lastMonth } from '../../../../src/dialects/engine/converters/month-span.ts'
import { month, yearAndMonth } from '../../../../src/dialects/engine/converters/month.ts'
import { monthsOfList, monthsOfText } from '../../../../src/dialects/engine/converters/months.ts'
import { months } from '../../../domain/arbitraries.ts'
import { junk } from './arbitraries.ts'

const spellings: readonly ((y: string, m: string) => string)[] = [
  (y, m) => `${y}${m}`,
  (y, m) => `${y}-${m}`,
  (y, m) => `${y}/${m}`,
  (y, m) => `${y}年${m}月`,
  (y, m) => `${y}年${Number(m)}月`,
]

const daysOfMonth: readonly ((y: string, m: string) => string)[] = [
  (y, m) => `${y}${m}01`,
  (y, m) => `${y}${m}28`,
  (y, m) => `${y}-${m}-15`,
  (y, m) => `${y}/${m}/01`,
  (y, m) => `${y}-${m}-15 09:30:00`,
]

function split(month: string): [string, string] {
  return [month.slice(0, 4), month.slice(5)]
}

describe('a month', () => {
  test('in any spelling is read as the month it was', () => {
    fc.assert(
      fc.property(months(), fc.constantFrom(...spellings), (each, spell) => {
        expect(month(spell(...split(each)))).toEqual({ value: each, notes: [] })
      }),
    )
  })

  test('as any of its days is that month, and says that the day was dropped', () => {
    fc.assert(
      fc.property(months(), fc.constantFrom(...daysOfMonth), (each, spell) => {
        expect(month(spell(...split(each)))).toEqual({ value: each, notes: ['day-dropped'] })
      }),
    )
  })

  test('in two values, year and month, is read as the month it was', () => {
    fc.assert(
      fc.property(months(), fc.boolean(), (each, padded) => {
        const [y, m] = split(each)
        expect(yearAndMonth(y, padded ? m : String(Number(m)))).toEqual({ value: each, notes: [] })
      }),
    )
  })

  test.each(['202013', '2020-00', '209', '20200231', '000000', '2020.05', '5/2020', '1899-12', '2100-01'])(
    'is not %s',
    (text) => {
      expect(month(text)).toBeUndefined()
    },
  )

  test.each([
    ['2020', '13'],
    ['20', '05'],
    ['2020', ''],
    ['', '5'],
    ['2020-05', '5'],
  ])('is not year %s and month %s', (year, monthOfYear) => {
    expect(yearAndMonth(year, monthOfYear)).toBeUndefined()
  })
})

describe('months', () => {
  test('between any separators, in any order and with repeats, are ascending and distinct', () => {
    fc.assert(
      fc.property(
        fc.array(months(), { minLength: 1, maxLength: 30 }),
        fc.constantFrom(...spellings),
        fc.constantFrom(',', ';', ' ', '|', ', ', '，', '、', '；'),
        (list, spell, separator) => {
          const texts = list.map((each) => spell(...split(each)))
          const sorted = [...new Set<string>(list)].sort()
          expect(monthsOfText(texts.join(separator))).toEqual({ value: sorted, notes: [] })
          expect(monthsOfList(texts)).toEqual({ value: sorted, notes: [] })
        },
      ),
    )
  })

  test('of an empty list are known to be none', () => {
    expect(monthsOfList([])).toEqual({ value: [], notes: [] })
  })

  test('of which one cannot be read are refused as a whole', () => {
    expect(monthsOfText('202005,2020xx')).toBeUndefined()
    expect(monthsOfList(['202005', ''])).toBeUndefined()
  })

  test('of more than seventy years are refused', () => {
    const all = Array.from({ length: 841 }, (_, i) => `${1950 + Math.floor(i / 12)}-${(i % 12) + 1}`)
    expect(monthsOfList(all)).toBeUndefined()
    expect(monthsOfList(all.slice(1))?.value).toHaveLength(840)
  })
})

describe('a span of months', () => {
  test('in any spelling has its first and its last month', () => {
    fc.assert(
      fc.property(
        months(),
        months(),
        fc.constantFrom(...spellings),
        fc.constantFrom('至', ' 至 ', '到', '~', '～', '—', '——', ' – ', ' - '),
        (first, last, spell, between) => {
          const text = spell(...split(first)) + between + spell(...split(last))
          expect(firstMonth(text)).toEqual({ value: first, notes: [] })
          expect(lastMonth(text)).toEqual({ value: last, notes: [] })
        },
      ),
    )
  })

  test('has a hyphen alone only behind 月, where it cannot be one inside a month', () => {
    expect(lastMonth('2024年11月-2026年10月')?.value).toBe('2026-10')
    expect(lastMonth('2024-11-2026-10')).toBeUndefined()
  })

  test.each([
    '2024年11月',
    '2024年11月至',
    '至2026年10月',
    '202411至202610至202611',
    '2024年11月至今',
    '202411202610',
  ])('is not %s', (text) => {
    expect([firstMonth(text), lastMonth(text)]).toEqual([undefined, undefined])
  })

  test('is not looked for in a text beyond all measure', () => {
    expect(firstMonth(`202411${' '.repeat(1_000_000)}`)).toBeUndefined()
  })
})

test('whatever the text, a converter of months reads months of the contract’s form or none, and never throws', () => {
  const form = /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])$/
  fc.assert(
    fc.property(junk(), junk(), (text, other) => {
      const spans = [firstMonth(`${text}至${other}`), lastMonth(text)]
      for (const { value: found } of [
        month(text),
        yearAndMonth(text, other),
        monthsOfText(text),
        ...spans,
      ].flatMap((each) => each ?? [])) {
        for (const each of found === undefined ? [] : [found].flat()) expect(each).toMatch(form)
      }
    }),
    { numRuns: 1000 },
  )
})
