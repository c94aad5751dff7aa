import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { certificateNumber } from '../../src/domain/certificate-number.ts'
import { typedCertificateNumber, typedCheckCode } from '../../src/domain/check-entry.ts'

const centre = fc.constantFrom('310000000000000', '320101000000000', '110000000000000')
const numbers = fc
  .tuple(centre, fc.integer({ min: 1, max: 999_999 }))
  .map(([code, running]) => certificateNumber(code, '2026-11-24', running))
const codes = fc
  .array(fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'), { minLength: 12, maxLength: 12 })
  .map((letters) => letters.join('').replace(/.{4}(?=.)/g, '$&-'))

/** As people type: in groups of whatever length, either case, letters for the digits they look like, a wide keyboard. */
const ways = fc.record({
  gap: fc.constantFrom('', ' ', '-', '　', '–', '\t'),
  every: fc.integer({ min: 1, max: 7 }),
  zero: fc.constantFrom('0', 'O', 'o', '０'),
  one: fc.constantFrom('1', 'I', 'i', 'l', 'L', '１'),
  lower: fc.boolean(),
})

type Way = typeof ways extends fc.Arbitrary<infer T> ? T : never

function typed(text: string, { gap, every, zero, one, lower }: Way): string {
  const letters = [...text].map((each) =>
    each === '0' ? zero : each === '1' ? one : lower ? each.toLowerCase() : each,
  )
  return letters.map((each, index) => (index % every === 0 ? gap + each : each)).join('')
}

describe('a certificate number that is typed from paper', () => {
  test('is understood however it is typed', () => {
    fc.assert(
      fc.property(numbers, ways, (number, way) => typedCertificateNumber(typed(number, way)) === number),
    )
  })

  test.each([
    ['31000020261124000001O', '31000020261124000001O'],
    ['310000202611240000010', '31000020261124000001O'],
    ['31000020261124000001P', undefined],
    ['3100002026112400000', undefined],
    ['31000020261324000001O', undefined],
    ['', undefined],
    ['31000020261124000001OO', undefined],
  ])('%j is %j', (text, number) => {
    expect(typedCertificateNumber(text)).toBe(number)
  })
})

describe('a verification code that is typed from paper', () => {
  test('is understood however it is typed', () => {
    fc.assert(fc.property(codes, ways, (code, way) => typedCheckCode(typed(code, way)) === code))
  })

  test.each(['', 'JWEW-A1MB-6KN', 'JWEW-A1MB-6KNRR', 'JWEW-A1MB-6KNU', 'JWEW.A1MB.6KNR', '<b>JWEWA1MB6</b>'])(
    'is none in %j',
    (text) => expect(typedCheckCode(text)).toBeUndefined(),
  )
})

test('whatever is typed gives something canonical or nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 64 }), (text) => {
      const code = typedCheckCode(text)
      const number = typedCertificateNumber(text)
      return (
        (code === undefined || typedCheckCode(code) === code) &&
        (number === undefined || typedCertificateNumber(number) === number)
      )
    }),
  )
})
