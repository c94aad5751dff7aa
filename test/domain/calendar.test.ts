import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { compareDates, daysAfter, parseDate } from '../../src/domain/calendar.ts'
import { day, days } from './arbitraries.ts'

describe('parseDate', () => {
  test.each([
    ['20200513', '2020-05-13'],
    ['2020-05-13', '2020-05-13'],
    ['20240229', '2024-02-29'],
    ['2000-02-29', '2000-02-29'],
    ['0001-01-01', '0001-01-01'],
    ['99991231', '9999-12-31'],
  ])('reads %p', (text, expected) => {
    expect(parseDate(text)).toBe(expected)
  })

  test.each([
    '19000229',
    '2023-02-29',
    '20240431',
    '20241301',
    '20240001',
    '20240100',
    '20240132',
    '00000101',
  ])('refuses %p, a day that the calendar does not have', (text) => {
    expect(parseDate(text)).toBeUndefined()
  })

  test.each([
    '',
    '2020-5-13',
    '2020/05/13',
    '2020-0513',
    '202005',
    '2020-05-13 ',
    '2020-05-13T00:00:00',
    '无',
  ])('does not read %p', (text) => {
    expect(parseDate(text)).toBeUndefined()
  })

  test('never throws, and gives back only what it reads again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9]{4}-?[0-9]{2}-?[0-9]{2}$/)), (text) => {
        const date = parseDate(text)
        expect(date === undefined || parseDate(date) === date).toBe(true)
      }),
    )
  })
})

describe('daysAfter', () => {
  test('goes over the ends of months and years both ways', () => {
    expect(daysAfter(day('2024-02-28'), 2)).toBe('2024-03-01')
    expect(daysAfter(day('2024-01-01'), -1)).toBe('2023-12-31')
  })

  test('refuses to leave the years 1 to 9999', () => {
    expect(() => daysAfter(day('9999-12-31'), 1)).toThrow(RangeError)
    expect(() => daysAfter(day('0001-01-01'), -1)).toThrow(RangeError)
  })

  test('is undone by going back', () => {
    fc.assert(
      fc.property(days(), fc.integer({ min: -40_000, max: 40_000 }), (date, n) => {
        expect(daysAfter(daysAfter(date, n), -n)).toBe(date)
      }),
    )
  })

  test('comes out later or earlier, as compareDates sees it', () => {
    fc.assert(
      fc.property(days(), fc.integer({ min: -40_000, max: 40_000 }), (date, n) => {
        expect(Math.sign(compareDates(daysAfter(date, n), date))).toBe(Math.sign(n))
      }),
    )
  })
})
