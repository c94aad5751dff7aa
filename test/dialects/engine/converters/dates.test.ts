import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { dateTime } from '../../../../src/dialects/engine/converters/date-time.ts'
import { date } from '../../../../src/dialects/engine/converters/date.ts'
import { days } from '../../../domain/arbitraries.ts'
import { junk } from './arbitraries.ts'

/** Every spelling of a day that was seen. */
const spellings: readonly ((y: string, m: string, d: string) => string)[] = [
  (y, m, d) => `${y}${m}${d}`,
  (y, m, d) => `${y}-${m}-${d}`,
  (y, m, d) => `${y}/${m}/${d}`,
  (y, m, d) => `${y}年${m}月${d}日`,
  (y, m, d) => `${y}年${Number(m)}月${Number(d)}日`,
  (y, m, d) => `${y}/${Number(m)}/${Number(d)}`,
]

/** Every spelling of a time of day, after a day. */
const times = [' 19:21:14', 'T19:21:14', ' 19:21:14.812', ' 19:21:14:812000', ' 192114', 'T19:21:14+08:00']

describe('a date', () => {
  test('in any spelling is read as the day it was, with a time of day or without', () => {
    fc.assert(
      fc.property(
        days(),
        fc.constantFrom(...spellings),
        fc.constantFrom('', ...times),
        (day, spell, time) => {
          const [y = '', m = '', d = ''] = day.split('-')
          expect(date(spell(y, m, d) + time)).toEqual({ value: day, notes: [] })
        },
      ),
    )
  })

  test.each([
    '20260230',
    '2026-02-29',
    '2026-13-01',
    '00000000',
    '2026-05/13',
    '13/05/2026',
    '2026051',
    '2026-05-13 24:00:00',
    '2026-05-13 19:60:00',
    '2026-05-13x',
    '1589299200000',
    '',
  ])('is not %s', (text) => {
    expect(date(text)).toBeUndefined()
  })

  test('of which only the month is given is not given: no day is made up', () => {
    expect(date('202005')).toEqual({ value: undefined, notes: [] })
    expect(date('2020-05')).toEqual({ value: undefined, notes: [] })
  })

  test('with a time zone is the day in China', () => {
    expect(date('2026-05-12T16:00:00Z')?.value).toBe('2026-05-13')
    expect(date('2026-05-13 01:00:00+0900')?.value).toBe('2026-05-13')
    expect(date('2026-05-13T00:30:00+09:00')?.value).toBe('2026-05-12')
  })
})

describe('a moment', () => {
  test('in any spelling is read as the second it was, in China time', () => {
    fc.assert(
      fc.property(days(), fc.constantFrom(...spellings), fc.constantFrom(...times), (day, spell, time) => {
        const [y = '', m = '', d = ''] = day.split('-')
        expect(dateTime(spell(y, m, d) + time)).toEqual({ value: `${day}T19:21:14+08:00`, notes: [] })
      }),
    )
  })

  test('of which only the day is given is its beginning, and says so', () => {
    expect(dateTime('20261124')).toEqual({ value: '2026-11-24T00:00:00+08:00', notes: ['beginning-of-day'] })
  })

  test.each(['2026-11', '19:21:14', '2026-11-24 19', '2026-11-24 7'])('is not %s', (text) => {
    expect(dateTime(text)).toBeUndefined()
  })
})

test('whatever the text, a converter of dates reads one of the contract’s form or none, and never throws', () => {
  fc.assert(
    fc.property(junk(), (text) => {
      expect(date(text)?.value ?? '2026-01-01').toMatch(/^\d{4}-\d\d-\d\d$/)
      expect(dateTime(text)?.value ?? '2026-01-01T00:00:00+08:00').toMatch(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/,
      )
    }),
    { numRuns: 1000 },
  )
})
