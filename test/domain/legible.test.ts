import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { legible, legibleText } from '../../src/domain/legible.ts'

describe('another’s words, shown', () => {
  test.each([
    ['turn nothing round', '\u202e元00.9 额缴存月\u202c 上海', '元00.9 额缴存月 上海'],
    ['hide nothing', '上\u200b海\u2066公\u00ad司', '上海公司'],
    ['have no fillers', '上\u3164海\u115f公\u034f司\uffa0', '上海公司'],
    ['send nothing to a terminal', '\u001b[2J上海\u009b2J\u0000', '[2J上海2J'],
    ['stand in one line', '上海\r\n账户状态：正常\u2028\t余额', '上海 账户状态：正常 余额'],
    ['hold no half of a character', '上海\ud83d', '上海\ufffd'],
    ['are otherwise as they came', '骉㛃𬭎  John·F．　\ue863🙂', '骉㛃𬭎  John·F．　\ue863🙂'],
  ])('%s', (_, text, shown) => {
    expect(legibleText(text)).toBe(shown)
  })

  test('say so where nothing of them can be seen', () => {
    expect(legible('\u3164\u202e')).toBe('〔不可见〕')
    expect(legible('')).toBe('')
  })

  test('are so wherever they stand in a value, which else is the same', () => {
    const value = { name: '上\u202e海', amount: 1200, months: ['2026-10'], told: true, none: null }
    expect(legible(value)).toEqual({ ...value, name: '上海' })
    expect(value.name).toBe('上\u202e海')
  })

  test('have nothing left to lose', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(legibleText(legibleText(text))).toBe(legibleText(text))
        expect(legibleText(text)).toMatch(/^[^\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u)
      }),
    )
  })
})
