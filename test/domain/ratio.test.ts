import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { basisPoints, formatPercent, parseFraction, parsePercent } from '../../src/domain/ratio.ts'

const ratios = fc.nat(10_000).map(basisPoints)

test.each([-1, 10_001, 0.5, Number.NaN])('refuses %p as basis points', (value) => {
  expect(() => basisPoints(value)).toThrow(RangeError)
})

test('knows no negative zero', () => {
  expect(Object.is(basisPoints(-0), 0)).toBe(true)
})

describe('parsePercent', () => {
  test.each([
    ['8', 800],
    ['8.000', 800],
    ['12.00', 1200],
    ['8%', 800],
    ['8.5%', 850],
    ['0.07', 7],
    ['8.12000', 812],
    ['0', 0],
    ['100.00', 10_000],
  ])('reads %p', (text, expected) => {
    expect(parsePercent(text)).toBe(expected)
  })

  test.each(['', '%', '8.125', '8.001', '100.01', '101', '-8', '+8', '8 %', '8%%', '8.', '.5', '1e1', '无'])(
    'does not read %p',
    (text) => {
      expect(parsePercent(text)).toBeUndefined()
    },
  )
})

describe('parseFraction', () => {
  test.each([
    ['0.12', 1200],
    ['0.07', 700], // 0.07 * 10000 is 700.0000000000001 in floating point
    ['0.1200000', 1200],
    ['0.0825', 825],
    ['0', 0],
    ['1', 10_000],
    ['1.00', 10_000],
  ])('reads %p', (text, expected) => {
    expect(parseFraction(text)).toBe(expected)
  })

  test.each(['', '12', '1.0001', '0.12345', '12%', '-0.1', '.12', '0,12', '1e-1'])(
    'does not read %p',
    (text) => {
      expect(parseFraction(text)).toBeUndefined()
    },
  )
})

describe('ratios', () => {
  test('print as percent without needless zeros', () => {
    expect([1200, 850, 825, 5, 0, 10_000].map((n) => formatPercent(basisPoints(n)))).toEqual([
      '12%',
      '8.5%',
      '8.25%',
      '0.05%',
      '0%',
      '100%',
    ])
  })

  test('are read back as they were printed', () => {
    fc.assert(
      fc.property(ratios, (ratio) => {
        expect(parsePercent(formatPercent(ratio))).toBe(ratio)
      }),
    )
  })

  test('are read from a fraction as from a percentage', () => {
    fc.assert(
      fc.property(ratios, (ratio) => {
        const places = String(ratio).padStart(5, '0')
        expect(parseFraction(`${places.slice(0, 1)}.${places.slice(1)}`)).toBe(ratio)
        expect(parsePercent(`${places.slice(0, 3)}.${places.slice(3)}`)).toBe(ratio)
      }),
    )
  })

  test('never throw, and are found only from 0 to 100 %', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9.%-]{0,9}$/)), (text) => {
        for (const ratio of [parsePercent(text), parseFraction(text)]) {
          expect(ratio === undefined || (Number.isInteger(ratio) && ratio >= 0 && ratio <= 10_000)).toBe(true)
        }
      }),
    )
  })
})
