import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { mod112CheckCharacter } from '../../../../../src/domain/mod-11-2.ts'
import { readIdNumber } from '../../../../../src/console/web/officer/new-case/id-entry.ts'

const today = '2026-11-28'
const good = '31010119000101002X'

describe('reading an identity number as it is typed', () => {
  test('takes spaces, lower-case x and full-width digits, and says what it read', () => {
    expect(readIdNumber('resident-id', ' 310101 19000101 002x ', today)).toEqual({
      number: good,
      tone: 'good',
      text: '310101 19000101 002X，1900-01-01 出生，校验码正确',
    })
    expect(readIdNumber('resident-id', '３１０１０１19000101002X', today).number).toBe(good)
  })

  test('says nothing of an empty field', () => {
    expect(readIdNumber('resident-id', '  ', today)).toEqual({ number: '', tone: 'empty', text: '' })
  })

  test('counts what is still missing without calling it wrong', () => {
    expect(readIdNumber('resident-id', '310101 1900', today)).toMatchObject({
      tone: 'typing',
      text: '已输入 10 位，还差 8 位',
    })
  })

  test('says which check character the other digits call for', () => {
    expect(readIdNumber('resident-id', '310101190001010021', today)).toMatchObject({
      tone: 'bad',
      text: '校验码不符：按前 17 位推算，最后一位应为 X，现为 1。通常是某一位输错，请与证件逐位核对',
    })
  })

  test('names the part of the number that cannot be', () => {
    const text = (number: string) => readIdNumber('resident-id', number, today).text
    expect(text('3101011900010100210')).toBe('身份证号应为 18 位，已输入 19 位')
    expect(text('31010119000101A020')).toBe('身份证号前 17 位应为数字，最后一位为数字或 X')
    expect(text('990101190001010020')).toBe('身份证号开头的地区代码不存在，请核对前 6 位')
    expect(text('310101199913010020')).toBe('出生日期不存在或在今天之后，请核对第 7 至 14 位')
  })

  test('reads a number of 15 digits as the 18 that it became', () => {
    expect(readIdNumber('resident-id', '320101500101001', today)).toMatchObject({
      number: '32010119500101001' + mod112CheckCharacter('32010119500101001'),
      tone: 'good',
      text: expect.stringContaining('15 位旧号码，将按 18 位查询'),
    })
  })

  test('holds a passport to letters and digits only', () => {
    expect(readIdNumber('passport', 'e1234 5678', today)).toMatchObject({ number: 'E12345678', tone: 'good' })
    expect(readIdNumber('passport', 'E1234-5678', today).text).toBe('证件号码只能有数字和字母')
  })

  test('of one number with one digit changed, never says that it is right', () => {
    const digits = fc.integer({ min: 0, max: 16 })
    fc.assert(
      fc.property(digits, fc.integer({ min: 1, max: 9 }), (at, plus) => {
        const changed = (Number(good[at]) + plus) % 10
        const number = good.slice(0, at) + changed + good.slice(at + 1)
        expect(readIdNumber('resident-id', number, today).tone).toBe('bad')
      }),
    )
  })
})
