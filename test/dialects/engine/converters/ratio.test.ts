import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { fraction, percent, ratio } from '../../../../src/dialects/engine/converters/ratio.ts'
import { junk } from './arbitraries.ts'

/** Basis points with the point moved as text. */
function moved(points: number, places: number): string {
  const digits = String(points).padStart(places + 1, '0')
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`
}

const points = fc.integer({ min: 0, max: 10_000 })

describe('a ratio', () => {
  test('as a percentage, with a sign or without, is read as the basis points it was', () => {
    fc.assert(
      fc.property(points, (value) => {
        const text = moved(value, 2)
        for (const spelling of [text, `${text}0`, `${text}%`, `${text} %`, `${text}％`]) {
          expect(percent(spelling)).toEqual({ value, notes: [] })
        }
      }),
    )
  })

  test('as a fraction is read as the basis points it was', () => {
    fc.assert(
      fc.property(points, (value) => {
        expect(fraction(moved(value, 4))).toEqual({ value, notes: [] })
        expect(fraction(`${moved(value, 4)}00`)).toEqual({ value, notes: [] })
      }),
    )
  })

  test.each([
    ['12', 1200, 'read-as-percent'],
    ['12.00', 1200, 'read-as-percent'],
    ['8.000', 800, 'read-as-percent'],
    ['8%', 800, 'read-as-percent'],
    ['1%', 100, 'read-as-percent'],
    ['0.5%', 50, 'read-as-percent'],
    ['1.01', 101, 'read-as-percent'],
    ['0.12', 1200, 'read-as-fraction'],
    ['0.99', 9900, 'read-as-fraction'],
    ['0', 0, 'read-as-fraction'],
  ])('of an interface that writes both, %s, is %s basis points and says %s', (text, value, note) => {
    expect(ratio(text)).toEqual({ value, notes: [note] })
  })

  test.each(['1', '1.0', '1.00'])('of such an interface is refused as %s: 1 % or the whole', (text) => {
    expect(ratio(text)).toBeUndefined()
  })

  test.each(['1e1', '-12', '101', '12.345', '1/8', '', '%', '12%%', '.12'])('is never %s', (text) => {
    for (const convert of [percent, fraction, ratio]) expect(convert(text)).toBeUndefined()
  })

  test('as a fraction is not above one, and has no sign', () => {
    expect(fraction('12')).toBeUndefined()
    expect(fraction('12%')).toBeUndefined()
    expect(fraction('0.12345')).toBeUndefined()
  })

  test('whatever the text, is 0 to 10000 or none, and never throws', () => {
    fc.assert(
      fc.property(junk(), fc.constantFrom(percent, fraction, ratio), (text, convert) => {
        const value = convert(text)?.value ?? 0
        expect(Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 10_000).toBe(true)
      }),
    )
  })
})
