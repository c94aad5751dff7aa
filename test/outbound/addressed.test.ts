import { describe, expect, test } from '@jest/globals'
import { addressedCentres } from '../../src/outbound/addressed.ts'
import { sandboxCentres } from '../../src/sandbox/centres.ts'

const suzhou = centre('320500000000000', '苏州市住房公积金管理中心', '320500')
const park = centre('321400000000000', '苏州工业园区社会保险基金和公积金管理中心', '320500')
const nanjing = centre('320100000000000', '南京住房公积金管理中心', '320100')
const provincial = centre(sandboxCentres.jiangsuProvincial, '江苏省省级机关住房资金管理中心', '320100')
const yancheng = centre('320900000000000', '盐城市住房公积金管理中心', '320900')
const shanghai = centre(sandboxCentres.shanghai, '上海市公积金管理中心', '310000')
const portal = { ...centre('310000000', '长三角“一网通办”门户', '310000'), kind: 'portal' as const }
const hub = { ...centre('320000100', '枢纽', '320900'), kind: 'hub' as const }
const members = [suzhou, park, nanjing, provincial, yancheng, shanghai, portal, hub]

function centre(code: string, name: string, division: string) {
  return { code, name, division, kind: 'centre' as const }
}

function meant(...to: string[]): string[] {
  return addressedCentres(to, members)
}

const refusal = (detail: RegExp, where = '/to/0') =>
  expect.objectContaining({ code: 'QUESTION_INVALID', where, detail: expect.stringMatching(detail) })

describe('whom a question is for', () => {
  test('a code is itself, listed or not, since the directory is asked about it later', () => {
    expect(meant(suzhou.code, '999999999999999', '310000000')).toEqual([
      suzhou.code,
      '999999999999999',
      '310000000',
    ])
  })

  test('a division with one centre in it is that centre; portals and hubs are none', () => {
    expect(meant('320900', '310000')).toEqual([yancheng.code, shanghai.code])
  })

  test('of several in a city the asker has to say which, by code and name', () => {
    expect(() => meant('320500')).toThrow(refusal(/321400000000000 苏州工业园区/))
    expect(() => meant('320500')).toThrow(refusal(/320500000000000 苏州市/))
  })

  test('a code stands in one city and means the centre of another: the division counts', () => {
    expect(() => meant(yancheng.code, '320100')).toThrow(refusal(/320101000000000 江苏省省级机关/, '/to/1'))
  })

  test('a province means every centre in it', () => {
    expect(() => meant('320000')).toThrow(refusal(/ several centres are in 320000/))
  })

  test('a division without a centre says so', () => {
    expect(() => meant('330100')).toThrow(refusal(/ the directory lists no centre in 330100/))
    expect(() => meant('320505')).toThrow(refusal(/no centre/))
  })

  test('nobody is asked twice', () => {
    expect(meant('320900', yancheng.code)).toEqual([yancheng.code])
  })

  test('what a problem can carry is named, further ones are counted', () => {
    const many = Array.from({ length: 20 }, (_, i) =>
      centre(`3205${String(i).padStart(11, '0')}`, '中心'.repeat(20), '320500'),
    )
    expect(() => addressedCentres(['320500'], many)).toThrow(refusal(/ and 14 more$/))
    expect(() => addressedCentres(['320500'], many)).toThrow(
      expect.objectContaining({ detail: expect.not.stringMatching(/.{501}/) }),
    )
  })
})
