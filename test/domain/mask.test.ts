import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { maskAccount, maskIdNumber, maskIdNumbersIn, maskName, maskPersonIn } from '../../src/domain/mask.ts'

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
    ['310101190001010011', '3101**********0011'],
    ['310101000101001', '3101*******1001'],
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

  test('hide a person in free text, and what looks like anybody’s number', () => {
    const person = { name: '沈清和', idNumber: '310101190001010011' }
    expect(maskPersonIn('为沈清和(310101190001010011)核对', person)).toBe('为沈*(3101**********0011)核对')
    expect(maskPersonIn('沈 清 和，３１０１０１ 19000101 0011', person)).toBe('沈*，3101**********0011')
    const foreigner = { name: 'John F. Smith', idNumber: 'E12345678' }
    expect(maskPersonIn('核对JOHN F SMITH e1234-5678', foreigner)).toBe('核对J* E*******8')
    expect(maskPersonIn('reli national, LI  NA', { ...foreigner, name: 'Li Na' })).toBe('reli national, L*')
    expect(maskIdNumbersIn('31010119000101002x，310101000101001')).toBe('3101**********002x，3101*******1001')
    expect(maskIdNumbersIn('业务编号 20261128000001，6 个月')).toBe('业务编号 20261128000001，6 个月')
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
