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

  test('of a number that begins as a residence permit’s, as an identity card’s, asks for the type before anybody submits', () => {
    const advice = '81、82、83 开头多为港澳台居民居住证，请核对证件类型'
    expect(readIdNumber('resident-id', '810000190001010018', today)).toEqual({
      number: '810000190001010018',
      tone: 'doubt',
      text: advice,
      likelyType: 'hmt-residence-permit',
    })
    expect(readIdNumber('resident-id', '820000', today).text).toBe(`已输入 6 位，还差 12 位。${advice}`)
    const read = readIdNumber('hmt-residence-permit', '810000190001010018', today)
    expect([read.tone, read.likelyType]).toEqual(['good', undefined])
    expect(readIdNumber('resident-id', good, today).likelyType).toBeUndefined()
  })

  test('takes a number as it is pasted: with its label, marks between and after, and whatever looks like X', () => {
    for (const pasted of [
      '310101-19000101-002X',
      '身份证号：31010119000101002×。',
      '公民身份号码 31010119000101002Ⅹ',
      'ID: 31010119000101002х',
    ])
      expect(readIdNumber('resident-id', pasted, today)).toMatchObject({ number: good, tone: 'good' })
    const mark = fc.constantFrom('', ' ', '-', '－', '—', '·', '.', '\u3000', '\u200b', '_')
    const marks = fc.array(mark, { minLength: 18, maxLength: 18 })
    const label = fc.constantFrom('', '身份证号：', '证件号码:', '身份证', '（', 'No.：')
    const last = fc.constantFrom('X', 'x', '×', 'Ⅹ', 'ⅹ', 'х', 'Х', 'Ｘ')
    const after = fc.constantFrom('', '。', '，', '；', '）', '\n')
    fc.assert(
      fc.property(label, marks, last, after, (before, between, x, end) => {
        const digits = Array.from({ length: 17 }, (_, at) => `${good[at]}${between[at]}`).join('')
        expect(readIdNumber('resident-id', before + digits + x + end, today).number).toBe(good)
      }),
    )
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
