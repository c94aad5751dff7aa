import { describe, expect, test } from '@jest/globals'
import { isIdNumberShaped } from '../../src/jobs/idempotency-key.ts'

describe('a key', () => {
  test.each([
    '310101190001010011',
    'loan-31010119000101002X',
    '31010119000101002x/2',
    '310101900101001',
    'a_310101900101001_b',
  ])('%s looks like an identity number', (key) => expect(isIdNumberShaped(key)).toBe(true))

  test.each([
    '',
    '01980c7e-6f2a-7b3c-9d4e-5f6071829304',
    '20261128-000123',
    '3101011900010100112',
    '31010190010100',
    'loan-42',
  ])('%s does not', (key) => expect(isIdNumberShaped(key)).toBe(false))
})
