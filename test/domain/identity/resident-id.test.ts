import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { residentIdFault, upgradeResidentId } from '../../../src/domain/identity/resident-id.ts'
import { mod112CheckCharacter } from '../../../src/domain/mod-11-2.ts'
import { birthCodedNumbers, singleErrors } from '../arbitraries.ts'

const TODAY = '2026-11-24'
const numbers = birthCodedNumbers(
  '110105',
  '310101',
  '320102',
  '330102',
  '340102',
  '341400',
  '659001',
  '810000',
)

function checked(body: string): string {
  return body + mod112CheckCharacter(body)
}

describe('residentIdFault', () => {
  test.each([
    '11010519491231002X',
    '440524188001010014', // examples of GB 11643-1999
    '310101190001010011',
    '31010119000101002X',
    '320102190001010028',
    '330102190001010038',
    '340102190001010048',
    '310115190101010076',
    '340207190006155518',
    '810000190001010018', // a residence permit's number is of the same form
    '110105491231002',
  ])('accepts %s', (number) => {
    expect(residentIdFault(number, TODAY)).toBeUndefined()
  })

  test.each([
    ['310101190002290019', 'date'], // 1900 was no leap year
    ['310101190013010019', 'date'],
    ['310101190001010012', 'check-digit'],
    ['110105491331002', 'date'],
    ['', 'length'],
    ['31010119000101001', 'length'],
    ['3101011900010100111', 'length'],
    ['31010119000101002x', 'characters'],
    ['3101011900010100X1', 'characters'],
    ['11010549123100X', 'characters'],
    ['３10101190001010011', 'characters'],
    ['310101 90001010011', 'characters'],
    [checked('16010119000101001'), 'prefix'],
    [checked('00010119000101001'), 'prefix'],
    [checked('91010119000101001'), 'prefix'],
    [checked('31010117991231001'), 'date'],
  ])('finds %p wrong by its %s', (number, fault) => {
    expect(residentIdFault(number, TODAY)).toBe(fault)
  })

  test('accepts 1 January 1800', () => {
    expect(residentIdFault(checked('31010118000101001'), TODAY)).toBeUndefined()
  })

  test('accepts someone born today and refuses someone born tomorrow', () => {
    const number = checked('31010120261124001')
    expect(residentIdFault(number, '2026-11-24')).toBeUndefined()
    expect(residentIdFault(number, '2026-11-23')).toBe('date')
  })

  test('knows every province', () => {
    const codes = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'))
    const known = codes.filter(
      (code) => residentIdFault(checked(`${code}010119000101001`), TODAY) === undefined,
    )
    expect(known.join(' ')).toBe(
      '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83',
    )
  })

  test('accepts every number made by the rule, and none with one character changed', () => {
    fc.assert(
      fc.property(singleErrors(numbers, '0123456789X'), ({ right, wrong }) => {
        expect(residentIdFault(right, TODAY)).toBeUndefined()
        expect(residentIdFault(wrong, TODAY)).toBeDefined()
      }),
    )
  })

  test('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void residentIdFault(text, TODAY)))
  })
})

describe('upgradeResidentId', () => {
  test('puts in the century and adds the check character', () => {
    expect(upgradeResidentId('110105491231002')).toBe('11010519491231002X')
  })

  test.each(['996', '997', '998', '999'])('takes sequence %s for a birth in the 19th century', (sequence) => {
    expect(upgradeResidentId(`110105801231${sequence}`).slice(0, 14)).toBe('11010518801231')
  })

  test('takes sequence 995 for a birth in the 20th', () => {
    expect(upgradeResidentId('110105801231995').slice(0, 14)).toBe('11010519801231')
  })

  test.each(['11010519491231002X', '11010549123100', 'KAZ110090123105', ''])('leaves %p', (number) => {
    expect(upgradeResidentId(number)).toBe(number)
  })

  test('gives the number that the person has now', () => {
    fc.assert(
      fc.property(
        numbers.filter((number) => number.slice(14, 17) < '996'),
        (number) => {
          expect(upgradeResidentId(number.slice(0, 6) + number.slice(8, 17))).toBe(number)
        },
      ),
    )
  })
})
