import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { creditCodeFault, organisationCodeHolds } from '../../../src/domain/identity/credit-code.ts'
import { singleErrors } from '../arbitraries.ts'

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const codes = [
  '91350100M000100Y43', // the standard's example
  '11100000000013338W', // the ministry (MOHURD)
  '12310000MTEXT0018R',
  '123201000000000197',
  '123301000000000276',
  '123401000000000355',
  '91310000MA0TEXT12T',
]

/** Codes made by looking for the one check character that is accepted. */
const made = fc
  .stringMatching(/^[159Y][1-39][0-9]{6}[0-9A-HJ-NP-RT-UWXY]{9}$/)
  .map((body) =>
    [...ALPHABET].map((check) => body + check).filter((code) => creditCodeFault(code) === undefined),
  )

describe('creditCodeFault', () => {
  test.each(codes)('accepts %s, whose organisation code holds too', (code) => {
    expect(creditCodeFault(code)).toBeUndefined()
    expect(organisationCodeHolds(code)).toBe(true)
  })

  test.each([
    ['', 'length'],
    ['91350100M000100Y4', 'length'],
    ['91350100M000100Y433', 'length'],
    ['91350100M000100Y44', 'check-digit'],
    ['91350100m000100y43', 'characters'],
    ['9135010AM000100Y43', 'characters'],
    ...[...'IOSVZ'].map((letter) => [`91350100M00010${letter}Y43`, 'characters']),
  ])('finds %p wrong by its %s', (code, fault) => {
    expect(creditCodeFault(code)).toBe(fault)
  })

  test('accepts exactly one check character', () => {
    fc.assert(
      fc.property(made, (accepted) => {
        expect(accepted).toHaveLength(1)
      }),
    )
  })

  test('refuses any single wrong character', () => {
    const right = fc.oneof(
      fc.constantFrom(...codes),
      made.map(([code = '']) => code),
    )
    fc.assert(
      fc.property(singleErrors(right, ALPHABET), ({ wrong }) => {
        expect(creditCodeFault(wrong)).toBeDefined()
      }),
    )
  })

  test('refuses any two different characters swapped', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codes), fc.nat(16), fc.nat(16), (code, i, j) => {
        const [a, b] = [code.charAt(i), code.charAt(j)]
        fc.pre(a !== b)
        const swapped = [...code].with(i, b).with(j, a).join('')
        expect(creditCodeFault(swapped)).toBeDefined()
      }),
    )
  })
})

describe('organisationCodeHolds', () => {
  test('agrees with the example in GB 11714, D2143569-X', () => {
    expect(organisationCodeHolds('91310000D2143569XX')).toBe(true)
    expect(organisationCodeHolds('91310000D21435690X')).toBe(false)
  })

  test('is told apart from the code around it', () => {
    const outer = [...ALPHABET].map((check) => `1231000000000001A${check}`)
    const code = outer.find((candidate) => creditCodeFault(candidate) === undefined) ?? ''
    expect(creditCodeFault(code)).toBeUndefined()
    expect(organisationCodeHolds(code)).toBe(false)
  })
})
