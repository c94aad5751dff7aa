import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { foreignResidenceIdFault } from '../../../src/domain/identity/foreign-residence-id.ts'
import { birthCodedNumbers, singleErrors } from '../arbitraries.ts'

const TODAY = '2026-11-24'

describe('foreignResidenceIdFault', () => {
  test.each(['931840190001010010', '932392190001010029', 'KAZ110090123105'])('accepts %s', (number) => {
    expect(foreignResidenceIdFault(number, TODAY)).toBeUndefined()
  })

  test.each([
    ['310101190001010011', 'prefix'],
    ['131840190001010010', 'prefix'],
    ['999840190001010010', 'prefix'],
    ['931840190002290010', 'date'],
    ['931840190001010011', 'check-digit'],
    ['9318401900010100', 'length'],
    ['93184019000101001x', 'characters'],
  ])('finds the number %p wrong by its %s', (number, fault) => {
    expect(foreignResidenceIdFault(number, TODAY)).toBe(fault)
  })

  test.each([
    ['KAZ110090123106', 'check-digit'],
    ['KAY110090123105', 'check-digit'],
    ['KAZ110090133105', 'date'],
    ['kaz110090123105', 'characters'],
    ['KA1110090123105', 'characters'],
    ['110105491231002', 'characters'],
  ])('finds the former number %p wrong by its %s', (number, fault) => {
    expect(foreignResidenceIdFault(number, TODAY)).toBe(fault)
  })

  test('takes 29 February 00 of a former number for the year 2000, once that has come', () => {
    expect(foreignResidenceIdFault('KAZ110000022906', TODAY)).toBeUndefined()
    expect(foreignResidenceIdFault('KAZ110000022906', '2000-02-28')).toBe('date')
  })

  test('accepts every number made by the rule, and none with one character changed', () => {
    const numbers = birthCodedNumbers('911840', '931392', '965012')
    fc.assert(
      fc.property(singleErrors(numbers, '0123456789X'), ({ right, wrong }) => {
        expect(foreignResidenceIdFault(right, TODAY)).toBeUndefined()
        expect(foreignResidenceIdFault(wrong, TODAY)).toBeDefined()
      }),
    )
  })
})
