import { describe, expect, test } from '@jest/globals'
import { checkCode, checkUrl } from '../../src/print/check-link.ts'
import { errorOf } from './support.ts'

const number = '31000020261124000001O'

describe('the verification code', () => {
  test('is always the same of the same token', () => {
    expect(checkCode(Buffer.from('a.b.c'))).toBe('JWEW-A1MB-6KNR')
  })

  test('is another of a token whose signature differs by one bit', () => {
    expect(checkCode(Buffer.from('a.b.b'))).not.toBe(checkCode(Buffer.from('a.b.c')))
  })

  test('has twelve characters that nobody mistakes', () => {
    for (let i = 0; i < 200; i += 1) {
      expect(checkCode(Buffer.from(`${i}`))).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/)
    }
  })
})

describe('the address in the QR code', () => {
  test('has number and code behind #, which no server is told', () => {
    expect(checkUrl('https://check.example/zheng', number, '7KQ2-M9XT-4WPA')).toBe(
      `https://check.example/zheng#${number}.7KQ2M9XT4WPA`,
    )
  })

  test.each([
    'http://check.example/',
    'https://check.example/?a=1',
    'https://check.example/#x',
    'https://who@check.example/',
    'https://',
    'check.example',
    `https://check.example/${'a'.repeat(100)}`,
  ])('is refused at %s', (page) => {
    expect(errorOf(() => checkUrl(page, number, '7KQ2-M9XT-4WPA'))).toBe('USAGE_INVALID')
  })
})
