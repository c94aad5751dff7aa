import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { addFen, fen, formatYuan, formatYuanGrouped, parseYuan } from '../../src/domain/money.ts'
import { fens } from './arbitraries.ts'

describe('fen', () => {
  test.each([0.5, Number.NaN, Infinity, 2 ** 53])('refuses %p, which is not whole fen', (value) => {
    expect(() => fen(value)).toThrow(RangeError)
  })

  test('knows no negative zero', () => {
    expect(Object.is(fen(-0), 0)).toBe(true)
  })
})

describe('parseYuan', () => {
  test.each([
    ['6000.00', 600_000],
    ['6,000.5', 600_050],
    ['-1.20', -120],
    ['0.1', 10],
    ['0', 0],
    ['960', 96_000],
    ['1,234,567.89', 123_456_789],
    ['000600.00', 60_000],
    ['1.15', 115], // 1.15 * 100 is 114.99999999999999 in floating point
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
    ['-90071992547409.91', -Number.MAX_SAFE_INTEGER],
  ])('reads %p', (text, amount) => {
    expect(parseYuan(text)).toBe(amount)
  })

  test.each([
    ['1.004', 100],
    ['1.005', 101], // in floating point 1.005 is less than itself
    ['1.0049999999999999999999', 100],
    ['-1.005', -101],
    ['-0.004', 0],
    ['0.999', 100],
  ])('rounds %p half up on the decimals as written', (text, amount) => {
    expect(parseYuan(text)).toBe(amount)
  })

  test.each([
    '',
    ' ',
    '1 000',
    ' 1',
    '1 ',
    '1\n',
    '1e3',
    '+1',
    '--1',
    '-',
    '.5',
    '5.',
    '1.2.3',
    '1,00',
    '1,0000',
    ',100',
    '1,000,',
    '1.0,00',
    '0x10',
    'Infinity',
    'NaN',
    '６０００',
    '无',
    '¥6',
    '90071992547409.92',
    '90071992547409.915',
    '9'.repeat(400),
  ])('does not read %p', (text) => {
    expect(parseYuan(text)).toBeUndefined()
  })

  test('never throws, and finds only whole fen', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^-?[0-9,.e]{0,24}$/)), (text) => {
        const amount = parseYuan(text)
        expect(amount === undefined || Number.isSafeInteger(amount)).toBe(true)
      }),
    )
  })
})

describe('formatYuan', () => {
  test('gives two decimals', () => {
    expect([600_000, 5, -5, 0, 100, -123_456].map((n) => formatYuan(fen(n)))).toEqual([
      '6000.00',
      '0.05',
      '-0.05',
      '0.00',
      '1.00',
      '-1234.56',
    ])
  })

  test('sets thousands apart for people', () => {
    expect([600_000, 99_999, -100_000, 123_456_789_012].map((n) => formatYuanGrouped(fen(n)))).toEqual([
      '6,000.00',
      '999.99',
      '-1,000.00',
      '1,234,567,890.12',
    ])
  })

  test('is read back as the same amount, either way', () => {
    fc.assert(
      fc.property(fens(), (amount) => {
        expect(parseYuan(formatYuan(amount))).toBe(amount)
        expect(parseYuan(formatYuanGrouped(amount))).toBe(amount)
      }),
    )
  })
})

describe('addFen', () => {
  test('is nothing of nothing', () => {
    expect(addFen()).toBe(0)
  })

  test('is exact, or refuses', () => {
    fc.assert(
      fc.property(fc.array(fens()), (amounts) => {
        const sum = amounts.reduce((total, amount) => total + BigInt(amount), 0n)
        if (BigInt.asIntN(54, sum) === sum && sum !== -(2n ** 53n))
          expect(BigInt(addFen(...amounts))).toBe(sum)
        else expect(() => addFen(...amounts)).toThrow(RangeError)
      }),
    )
  })

  test('minds only the sum, not the steps to it', () => {
    const most = fen(Number.MAX_SAFE_INTEGER)
    expect(addFen(most, most, fen(-most))).toBe(most)
    expect(() => addFen(most, fen(1))).toThrow(RangeError)
  })
})
