import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { fen, tenThousandYuan, yuan } from '../../../../src/dialects/engine/converters/money.ts'
import { formatYuan, formatYuanGrouped } from '../../../../src/domain/money.ts'
import { fens } from '../../../domain/arbitraries.ts'
import { junk } from './arbitraries.ts'

const converters = { yuan, 'ten-thousand-yuan': tenThousandYuan, fen }

describe('an amount', () => {
  test('in yuan, with two decimals, more zeros or commas, is read as the fen it was', () => {
    fc.assert(
      fc.property(fens(), (amount) => {
        for (const text of [formatYuan(amount), `${formatYuan(amount)}00`, formatYuanGrouped(amount)]) {
          expect(yuan(text)).toEqual({ value: amount, notes: [] })
        }
      }),
    )
  })

  test('in ten thousand yuan is read as the fen it was', () => {
    fc.assert(
      fc.property(fens(), (amount) => {
        const digits = String(Math.abs(amount)).padStart(7, '0')
        const text = `${amount < 0 ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`
        expect(tenThousandYuan(text)).toEqual({ value: amount, notes: [] })
      }),
    )
  })

  test('in fen is read as it is, with leading zeros or without', () => {
    fc.assert(
      fc.property(fens(), fc.nat(10), (amount, zeros) => {
        const text = `${amount < 0 ? '-' : ''}${'0'.repeat(zeros)}${Math.abs(amount)}`
        expect(fen(text)).toEqual({ value: amount, notes: [] })
      }),
    )
  })

  test.each([
    ['yuan', '960.005', 96_001],
    ['yuan', '960.004', 96_000],
    ['yuan', '-960.005', -96_001],
    ['ten-thousand-yuan', '0.0000005', 1],
    ['ten-thousand-yuan', '12.3456784', 12_345_678],
  ] as const)('in %s with further decimals, %s, is rounded half up, and says so', (name, text, amount) => {
    expect(converters[name](text)).toEqual({ value: amount, notes: ['rounded-half-up'] })
  })

  test.each([
    ['yuan', '6000'],
    ['ten-thousand-yuan', '0.6'],
    ['fen', '600000'],
  ] as const)('in %s, %s, is 6 000 yuan', (name, text) => {
    expect(converters[name](text)?.value).toBe(600_000)
  })

  test.each([
    '1e400',
    '6e3',
    '6E3',
    '+5',
    '.5',
    '5.',
    '6,00',
    '1,2345',
    '6000元',
    '¥6000',
    'NaN',
    '0x10',
    '',
  ])('is never %s', (text) => {
    for (const convert of Object.values(converters)) expect(convert(text)).toBeUndefined()
  })

  test('in fen has no decimals and no commas', () => {
    expect(fen('960.00')).toBeUndefined()
    expect(fen('96,000')).toBeUndefined()
  })

  test('is within 2^53 fen', () => {
    expect(yuan('90071992547409.91')?.value).toBe(Number.MAX_SAFE_INTEGER)
    expect(yuan('90071992547409.92')).toBeUndefined()
    expect(tenThousandYuan('9007199254.740991')?.value).toBe(Number.MAX_SAFE_INTEGER)
    expect(tenThousandYuan('9007199254.740992')).toBeUndefined()
    expect(fen('-9007199254740991')?.value).toBe(Number.MIN_SAFE_INTEGER)
    expect(fen('9007199254740992')).toBeUndefined()
  })

  test('whatever the text, is whole fen or none, and never throws', () => {
    fc.assert(
      fc.property(junk(), fc.constantFrom(...Object.values(converters)), (text, convert) => {
        expect(Number.isSafeInteger(convert(text)?.value ?? 0)).toBe(true)
      }),
    )
  })
})
