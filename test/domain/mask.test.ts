import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { maskAccount, maskIdNumber, maskName } from '../../src/domain/mask.ts'

describe('masks', () => {
  test.each([
    ['王小明', '王*'],
    ['王明', '王*'],
    ['𠮷田', '𠮷*'],
    ['', '*'],
  ])('show of the name %p only its first character', (name, expected) => {
    expect(maskName(name)).toBe(expected)
  })

  test.each([
    ['310101190001010011', '310101********0011'],
    ['310101000101001', '310101*****1001'],
    ['E12345678', 'E*******8'],
    ['E12', 'E*2'],
    ['E1', '**'],
    ['', ''],
  ])('show of the identity number %p its ends', (idNumber, expected) => {
    expect(maskIdNumber(idNumber)).toBe(expected)
  })

  test.each([
    ['0123456789', '******6789'],
    ['123456', '**3456'],
    ['12345', '*****'],
    ['', ''],
  ])('show of the account %p its last four', (account, expected) => {
    expect(maskAccount(account)).toBe(expected)
  })

  test('hide at least a third of a number and keep its length', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z]{1,32}$/), (number) => {
        for (const masked of [maskIdNumber(number), maskAccount(number)]) {
          expect(masked).toHaveLength(number.length)
          expect(masked.replace(/[^*]/g, '').length * 3).toBeGreaterThanOrEqual(number.length)
        }
      }),
    )
  })
})
