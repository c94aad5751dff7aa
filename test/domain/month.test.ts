import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { addMonths, compareMonths, monthOf, monthsBetween, parseMonth } from '../../src/domain/month.ts'
import { month, months } from './arbitraries.ts'

const steps = fc.integer({ min: -600, max: 600 })

describe('parseMonth', () => {
  test.each([
    ['2020-05', '2020-05'],
    ['202005', '2020-05'],
    ['1900-01', '1900-01'],
    ['209912', '2099-12'],
  ])('reads %p', (text, expected) => {
    expect(parseMonth(text)).toBe(expected)
  })

  test.each([
    '',
    '2020',
    '2020-5',
    '20205',
    '2020-00',
    '2020-13',
    '202013',
    '20200501',
    '2020-05-01',
    '2020/05',
    ' 202005',
    '202005\n',
    '1899-12',
    '210001',
    '２０２００５',
    '无',
  ])('does not read %p', (text) => {
    expect(parseMonth(text)).toBeUndefined()
  })

  test('reads back every month, with and without its hyphen', () => {
    fc.assert(
      fc.property(months(), (m) => {
        expect(parseMonth(m)).toBe(m)
        expect(parseMonth(m.replace('-', ''))).toBe(m)
      }),
    )
  })

  test('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseMonth(text)))
  })
})

describe('monthOf', () => {
  test('takes the month of a date', () => {
    expect(monthOf('2024-02-29')).toBe('2024-02')
  })

  test.each(['1899-12-31', '2100-01-01', '20240229', ''])('refuses %p', (date) => {
    expect(() => monthOf(date)).toThrow(RangeError)
  })
})

describe('adding months', () => {
  test('goes over the turn of the year both ways', () => {
    expect(addMonths(month('2023-11'), 3)).toBe('2024-02')
    expect(addMonths(month('2024-02'), -3)).toBe('2023-11')
    expect(addMonths(month('2023-12'), 0)).toBe('2023-12')
  })

  test('refuses to leave 1900 to 2099', () => {
    expect(() => addMonths(month('2099-12'), 1)).toThrow(RangeError)
    expect(() => addMonths(month('1900-01'), -1)).toThrow(RangeError)
  })

  test('is undone by taking away', () => {
    fc.assert(
      fc.property(months(), steps, (m, n) => {
        expect(addMonths(addMonths(m, n), -n)).toBe(m)
      }),
    )
  })

  test('moves as far as it says', () => {
    fc.assert(
      fc.property(months(), steps, (m, n) => {
        expect(monthsBetween(m, addMonths(m, n))).toBe(n)
      }),
    )
  })
})

describe('compareMonths', () => {
  test('orders as time does, which is as the texts do', () => {
    fc.assert(
      fc.property(months(), months(), (a, b) => {
        const asText = a < b ? -1 : a > b ? 1 : 0
        expect(Math.sign(compareMonths(a, b))).toBe(asText)
      }),
    )
  })
})
