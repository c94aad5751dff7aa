import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import {
  canonicalIdNumber,
  checkIdNumber,
  sameIdNumber,
  type IdType,
} from '../../../src/domain/identity/id-number.ts'
import { birthCodedNumbers } from '../arbitraries.ts'

const TODAY = '2026-11-24'
const numbers = birthCodedNumbers('310101', '320102')

describe('checkIdNumber', () => {
  test.each<[IdType, string]>([
    ['resident-id', '310101190001010011'],
    ['resident-id', '110105491231002'],
    ['hmt-residence-permit', '830000199201300022'],
    ['foreign-permanent-residence-id', '931840190001010010'],
    ['foreign-permanent-residence-id', 'KAZ110090123105'],
    ['passport', 'E12345678'],
    ['passport', 'EA1234567'],
    ['passport', 'G12345678'],
    ['military-officer-id', '1234567'],
    ['other', 'H12345678'],
    ['other', '12345678'],
  ])('accepts as %s %s', (idType, idNumber) => {
    expect(checkIdNumber(idType, idNumber, TODAY)).toBeUndefined()
  })

  test.each<[IdType, string, string]>([
    ['resident-id', '310101190002290019', 'date'],
    ['resident-id', '931840190001010010', 'prefix'],
    ['hmt-residence-permit', '310101190001010011', 'prefix'],
    ['foreign-permanent-residence-id', '310101190001010011', 'prefix'],
    ['passport', 'E123', 'length'],
    ['passport', 'E'.repeat(21), 'length'],
    ['passport', 'e12345678', 'characters'],
    ['passport', 'E1234-5678', 'characters'],
    ['military-officer-id', '军字第1234567号', 'characters'],
    ['other', '', 'length'],
    ['other', '1'.repeat(33), 'length'],
  ])('refuses as %s %p by its %s', (idType, idNumber, fault) => {
    expect(checkIdNumber(idType, idNumber, TODAY)).toBe(fault)
  })
})

describe('canonicalIdNumber', () => {
  test.each<[IdType, string, string]>([
    ['resident-id', ' 310101 19000101 002x ', '31010119000101002X'],
    ['resident-id', '３１０１０１１９０００１０１００２Ｘ', '31010119000101002X'],
    ['resident-id', '310101190001010011\u200B', '310101190001010011'],
    ['resident-id', '110105 491231 002', '11010519491231002X'],
    ['passport', 'e1234 5678', 'E12345678'],
    ['other', '110105491231002', '110105491231002'],
  ])('makes of the %s %p %s', (idType, raw, expected) => {
    expect(canonicalIdNumber(idType, raw)).toBe(expected)
  })

  test('has nothing left to do on what it gave', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const canonical = canonicalIdNumber('resident-id', raw)
        expect(canonicalIdNumber('resident-id', canonical)).toBe(canonical)
      }),
    )
  })
})

describe('sameIdNumber', () => {
  test('knows the 15 digits that became 18, whichever comes first', () => {
    expect(sameIdNumber('110105491231002', '11010519491231002x')).toBe(true)
    expect(sameIdNumber('11010519491231002X', '110105491231002')).toBe(true)
  })

  test('knows every number by its former one', () => {
    fc.assert(
      fc.property(
        numbers.filter((number) => number.slice(14, 17) < '996'),
        (number) => {
          expect(sameIdNumber(number.slice(0, 6) + number.slice(8, 17), number)).toBe(true)
        },
      ),
    )
  })

  test('tells different numbers apart', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        expect(sameIdNumber(a, b)).toBe(a === b)
      }),
    )
  })
})
