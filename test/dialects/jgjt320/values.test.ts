import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { accountStatuses } from '../../../src/dialects/jgjt320/codes.ts'
import { code, date, month, ratio, text, total, yuan } from '../../../src/dialects/jgjt320/values.ts'
import { fen } from '../../../src/domain/money.ts'
import { GatewayError } from '../../../src/errors.ts'

const read = {
  text: (value: unknown) => text({ E: value }, 'T', 'E'),
  yuan: (value: unknown) => yuan({ E: value }, 'T', 'E'),
  percent: (value: unknown) => ratio({ E: value }, 'T', 'E', 'percent'),
  fraction: (value: unknown) => ratio({ E: value }, 'T', 'E', 'fraction'),
  date: (value: unknown) => date({ E: value }, 'T', 'E'),
  month: (value: unknown) => month({ E: value }, 'T', 'E'),
  status: (value: unknown) => code({ E: value }, 'T', 'E', accountStatuses),
}

describe('an element of the core', () => {
  test.each([
    ['text', '上海示例科技有限公司', '上海示例科技有限公司'],
    ['yuan', '6000.00', 600_000],
    ['yuan', '0.00', 0],
    ['yuan', '-840.5', -84_050],
    ['percent', '12.00', 1200],
    ['percent', '8.5', 850],
    ['fraction', '0.12', 1200],
    ['date', '20260228', '2026-02-28'],
    ['month', '202610', '2026-10'],
    ['status', '06', 'frozen'],
  ] as const)('%s %s is read as %s', (kind, value, meaning) => {
    expect(read[kind](value)).toBe(meaning)
  })

  test.each(Object.entries(read))('%s is absent when it is NULL or empty', (_, reader) => {
    expect([reader(null), reader(undefined), reader('')]).toEqual([undefined, undefined, undefined])
  })

  test.each([
    ['text', 'a\u0000b'],
    ['text', 'x'.repeat(201)],
    ['text', 7],
    ['yuan', '6,000.00'],
    ['yuan', '6000.001'],
    ['yuan', '6e3'],
    ['yuan', ' 6000.00'],
    ['yuan', '99999999999999999.00'],
    ['yuan', '9999999999999999.99'],
    ['yuan', 6000],
    ['percent', '8%'],
    ['percent', '8.000'],
    ['percent', '100.00'],
    ['percent', '-1.00'],
    ['fraction', '12.00'],
    ['date', '2026-02-28'],
    ['date', '20260230'],
    ['date', '0'],
    ['month', '2026-10'],
    ['month', '202613'],
    ['month', '20261001'],
    ['status', '1'],
    ['status', '00'],
    ['status', 'normal'],
  ] as const)('%s %j is not in the standard’s form', (kind, value) => {
    expect(() => read[kind](value)).toThrow(
      expect.objectContaining({ code: 'CORE_RECORD_INVALID', where: 'T.E' }),
    )
  })

  test.each(Object.entries(read))('%s never fails but by naming the place', (_, reader) => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[-\d.,%]*$/)), (value) => {
        try {
          reader(value)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(GatewayError)
          expect(thrown).toMatchObject({ code: 'CORE_RECORD_INVALID', where: 'T.E', detail: undefined })
        }
      }),
    )
  })
})

describe('a sum', () => {
  test('of nothing is known to be 0', () => {
    expect(total([], 'T', 'E')).toBe(0)
  })

  test('with an unknown term is unknown', () => {
    expect(total([fen(1), undefined], 'T', 'E')).toBeUndefined()
  })

  test('beyond what is exact is refused', () => {
    const most = fen(Number.MAX_SAFE_INTEGER)
    expect(() => total([most, most], 'T', 'E')).toThrow(
      expect.objectContaining({ code: 'CORE_RECORD_INVALID', where: 'T.E' }),
    )
  })
})
