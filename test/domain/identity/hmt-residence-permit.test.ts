import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { hmtResidencePermitFault } from '../../../src/domain/identity/hmt-residence-permit.ts'
import { birthCodedNumbers, singleErrors } from '../arbitraries.ts'

const TODAY = '2026-11-24'

describe('hmtResidencePermitFault', () => {
  test.each([
    '810000199408230021',
    '830000199201300022', // published specimens
    '810000190001010018',
    '820000190001010028',
    '830000190001010038',
  ])('accepts %s', (number) => {
    expect(hmtResidencePermitFault(number, TODAY)).toBeUndefined()
  })

  test.each([
    ['310101190001010011', 'prefix'],
    ['810001190001010018', 'prefix'],
    ['710000190001010018', 'prefix'],
    ['810000190002290018', 'date'],
    ['810000190001010019', 'check-digit'],
    ['81000019000101', 'length'],
    ['810000000101001', 'length'],
    ['81000019000101001x', 'characters'],
  ])('finds %p wrong by its %s', (number, fault) => {
    expect(hmtResidencePermitFault(number, TODAY)).toBe(fault)
  })

  test('accepts every number made by the rule, and none with one character changed', () => {
    const numbers = birthCodedNumbers('810000', '820000', '830000')
    fc.assert(
      fc.property(singleErrors(numbers, '0123456789X'), ({ right, wrong }) => {
        expect(hmtResidencePermitFault(right, TODAY)).toBeUndefined()
        expect(hmtResidencePermitFault(wrong, TODAY)).toBeDefined()
      }),
    )
  })
})
