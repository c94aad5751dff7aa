import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { certificateNumber, isCertificateNumber } from '../../src/domain/certificate-number.ts'
import { mod3736CheckCharacter } from '../../src/domain/mod-37-36.ts'
import { days, digits, singleErrors } from './arbitraries.ts'

const CENTRE = '310000000000001'
const numbers = fc
  .tuple(digits(15), days(), fc.integer({ min: 1, max: 999_999 }))
  .map(([centre, date, running]) => certificateNumber(centre, date, running))

function checked(body: string): string {
  return body + mod3736CheckCharacter(body)
}

describe('certificateNumber', () => {
  test('is centre, date, running number and check character', () => {
    const number = certificateNumber(CENTRE, '2026-11-24', 7)
    expect(number.slice(0, -1)).toBe('31000020261124000007')
    expect(number).toHaveLength(21)
  })

  test('fits the contract and is recognised, whatever its check character', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        expect(number).toMatch(/^[0-9]{20}[0-9A-Z]$/)
        expect(isCertificateNumber(number)).toBe(true)
      }),
    )
  })

  test.each([
    ['310000', '2026-11-24', 1],
    ['31000000000000X', '2026-11-24', 1],
    [CENTRE, '20261124', 1],
    [CENTRE, '2026-02-29', 1],
    [CENTRE, '2026-11-24', 0],
    [CENTRE, '2026-11-24', 1_000_000],
    [CENTRE, '2026-11-24', 1.5],
  ])('refuses to make one of %p, %p and %p', (centre, date, running) => {
    expect(() => certificateNumber(centre, date, running)).toThrow(RangeError)
  })
})

describe('isCertificateNumber', () => {
  test('refuses a day that the calendar does not have', () => {
    expect(isCertificateNumber(checked('31000020260229000007'))).toBe(false)
  })

  test('refuses running number 0', () => {
    expect(isCertificateNumber(checked('31000020261124000000'))).toBe(false)
  })

  test.each(['', '31000020261124000007', '20201222nbbj02'])('refuses %p', (text) => {
    expect(isCertificateNumber(text)).toBe(false)
  })

  test('refuses letters outside the check character, even under a right one', () => {
    expect(isCertificateNumber(checked('31000A20261124000007'))).toBe(false)
  })

  test('refuses any single wrong character', () => {
    fc.assert(
      fc.property(singleErrors(numbers, '0123456789ABCXYZ'), ({ wrong }) => {
        expect(isCertificateNumber(wrong)).toBe(false)
      }),
    )
  })
})
