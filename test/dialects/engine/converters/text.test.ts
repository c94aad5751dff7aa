import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { code } from '../../../../src/dialects/engine/converters/code.ts'
import { count } from '../../../../src/dialects/engine/converters/count.ts'
import { text } from '../../../../src/dialects/engine/converters/text.ts'

describe('a text', () => {
  test.each(['上海示例科技有限公司', '3100000000010', '骉㛃𬭎', 'Ä Ö', '有限公司（筹）'])(
    'is kept as it is: %s',
    (given) => {
      expect(text(given)).toEqual({ value: given, notes: [] })
    },
  )

  test('has at most 200 characters, of whatever plane', () => {
    expect(text('𬭎'.repeat(200))?.value).toHaveLength(400)
    expect(text('𬭎'.repeat(201))).toBeUndefined()
  })

  test.each([
    ['a character that could not be decoded', '上海\uFFFD公司'],
    ['a control character', '上海\u0007公司'],
    ['a line break', '上海\n公司'],
    ['half of a character', '上海\uD86E'],
    ['UTF-8 that was read as ISO-8859-1', Buffer.from('上海示例', 'utf8').toString('latin1')],
  ])('with %s is refused, and not repaired', (_, given) => {
    expect(text(given)).toBeUndefined()
  })

  test('whatever it is, fits PlainText of the contract or is refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }), (given) => {
        const value = text(given)?.value ?? 'none'
        // eslint-disable-next-line no-control-regex -- what PlainText forbids
        expect(value).toMatch(/^[^\u0000-\u001f\u007f]{1,200}$/u)
      }),
    )
  })
})

describe('a code', () => {
  const table = { '01': 'normal', '02': 'sealed', '1': true, '2': false, '00': null }

  test('means what its table says', () => {
    expect(code('01', table)?.value).toBe('normal')
    expect(code('2', table)?.value).toBe(false)
  })

  test('that says nothing gives no fact', () => {
    expect(code('00', table)).toEqual({ value: undefined, notes: [] })
  })

  test.each(['03', '', '001', 'constructor', '__proto__', 'toString'])(
    'that is not in its table, %s, is refused: guessing would be worse',
    (given) => {
      expect(code(given, table)).toBeUndefined()
    },
  )
})

describe('a count', () => {
  test('is digits, with leading zeros or without', () => {
    fc.assert(
      fc.property(fc.nat(999), fc.nat(3), (number, zeros) => {
        expect(count('0'.repeat(zeros) + String(number))).toEqual({ value: number, notes: [] })
      }),
    )
  })

  test.each(['1.0', '-1', '+1', '1e2', '一', '1 ', ''])('is not %s', (given) => {
    expect(count(given)).toBeUndefined()
  })
})
