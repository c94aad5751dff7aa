import { describe, expect, test } from '@jest/globals'
import type { CentreState, ShownCaseCentre } from '../../../../src/console/shown/cases.ts'
import { createSlowNews } from '../../../../src/console/web/officer/case/slow-news.ts'
import {
  centreStates,
  certificateTexts,
  changeTexts,
  cityOf,
  differenceText,
  saidAfter,
  secondsOf,
  slowText,
  summaryText,
} from '../../../../src/console/web/officer/case-words.ts'

const since = '2026-11-28T10:00:00+08:00'
const start = Date.parse(since)

function centre(state: CentreState, more: Partial<ShownCaseCentre> = {}): ShownCaseCentre {
  return { code: '330100000000000', name: '杭州住房公积金管理中心', state, attempts: 1, ...more }
}

describe('the words of a case', () => {
  test('are those of the counter, and "not asked" is never "no record"', () => {
    expect(centreStates.queued.word).toBe('排队中')
    expect(centreStates.asking.word).toBe('查询中')
    expect(centreStates.answered.word).toBe('已返回')
    expect(centreStates['no-record'].word).toBe('无缴存记录')
    expect(centreStates['not-asked'].word).toBe('未能查询')
    expect(centreStates.waiting.word).toBe('等待恢复')
  })

  test('say that a centre is slow only after five seconds, and that the others can be used', () => {
    const asking = centre('asking', { since })
    expect(slowText(asking, start + 5_900)).toBeUndefined()
    expect(slowText(asking, start + 8_000)).toBe('杭州响应较慢，已等待 8 秒。其他城市结果可先使用')
    expect(slowText(centre('answered', { since }), start + 8_000)).toBeUndefined()
  })

  test('count seconds while it lasts, and tenths once it ended', () => {
    expect(secondsOf(centre('asking', { since }), start + 3_700)).toBe(3)
    expect(secondsOf(centre('answered', { elapsedMs: 430 }), start)).toBe(0.4)
    expect(secondsOf(centre('asking', { since }), start - 60_000)).toBe(0)
    expect(secondsOf(centre('waiting', { since }), start + 3_700)).toBeUndefined()
  })

  test('sum up what is there and what is still to come', () => {
    const three: { state: CentreState }[] = [
      { state: 'answered' },
      { state: 'answered' },
      { state: 'answered' },
      { state: 'waiting' },
    ]
    expect(summaryText(three)).toBe('3 个城市已返回，1 个等待恢复')
    expect(summaryText([{ state: 'no-record' }, { state: 'not-asked' }, { state: 'asking' }])).toBe(
      '1 个城市无缴存记录，1 个未能查询，1 个查询中',
    )
    expect(summaryText([])).toBe('')
  })

  test('tell aloud what changed, once, and that not asked says nothing of records', () => {
    const other = { code: '320500000000000', name: '苏州市住房公积金管理中心' }
    const before = [centre('asking'), centre('asking', other)]
    const after = [centre('answered'), centre('not-asked', other)]
    expect(changeTexts(before, after)).toEqual(['杭州已返回', '苏州未能查询，不代表没有缴存记录'])
    expect(changeTexts(after, after)).toEqual([])
  })

  test('are said anew where a city that was asked anew comes to the same outcome', () => {
    const [failed, asking] = [[centre('not-asked')], [centre('asking')]]
    const first = saidAfter('', asking, failed)
    expect(first).toBe('杭州未能查询，不代表没有缴存记录。')
    const between = saidAfter(first, failed, asking)
    expect([between, saidAfter(between, asking, failed)]).toEqual(['', first])
  })

  test('stay to be heard while other cities are still asked', () => {
    const other = { code: '320500000000000', name: '苏州市住房公积金管理中心' }
    const before = [centre('answered'), centre('queued', other)]
    expect(saidAfter('杭州已返回。', before, [centre('answered'), centre('asking', other)])).toBe(
      '杭州已返回。',
    )
  })

  test('tell that a centre is slow once, to be heard, and no more while it goes on', () => {
    const other = { code: '320500000000000', name: '苏州市住房公积金管理中心' }
    const news = createSlowNews()
    const both = [centre('asking', { since }), centre('asking', { ...other, since })]
    expect(news(both, start + 3_000)).toBeUndefined()
    expect(news(both.slice(0, 1), start + 6_000)).toBe('杭州响应较慢，其他城市结果可先使用。')
    expect(news(both, start + 7_000)).toBe('苏州响应较慢，其他城市结果可先使用。')
    expect(news(both, start + 8_000)).toBeUndefined()
  })

  test('say in Chinese what of a consent differs from its first use', () => {
    const of = (where: string) => differenceText({ code: 'BASIS_MISMATCHED', where })
    expect(of('/basis/applicationNumber')).toBe('与首次使用时不符的是：业务编号')
    expect(of('/body/person')).toBe('与首次使用时不符的是：人员')
    expect(of('/purpose')).toBe('与首次使用时不符的是：用途')
    expect(of('/fields')).toBe('与首次使用时不符的是：字段')
    expect(of('/basis/expires')).toBe('与首次使用时不符的是：期限')
    expect([of('/else'), differenceText({ code: 'BASIS_MISMATCHED' })]).toEqual([undefined, undefined])
    expect(differenceText({ code: 'BASIS_EXPIRED', where: '/basis/expires' })).toBeUndefined()
  })

  test('tell what a certificate says at a glance, and what the centre did not give', () => {
    const certificate = { number: '3100001', validUntil: '2027-01-29T00:00:00+08:00', asOf: since }
    expect(certificateTexts({ ...certificate, status: 'normal', monthCount: 24 }).join('')).toBe(
      '证明编号 3100001，账户正常，连续缴存 24 个月，有效期至 2027-01-29',
    )
    expect(certificateTexts(certificate).join('')).toBe(
      '证明编号 3100001，账户状态对方未提供，连续缴存月数对方未提供，有效期至 2027-01-29',
    )
  })

  test('tell of a certificate what is amiss beside its status, and that it contradicts itself', () => {
    const certificate = {
      number: '3100001',
      validUntil: '2027-01-29',
      asOf: since,
      status: 'normal',
    } as const
    const texts = certificateTexts({ ...certificate, arrears: true, frozen: true, contradicts: true })
    expect(texts.join('')).toBe(
      '※ 数据自相矛盾，证明编号 3100001，账户正常，有冻结，欠缴，连续缴存月数对方未提供，有效期至 2027-01-29',
    )
  })

  test('name a centre by its city', () => {
    expect(cityOf('苏州市住房公积金管理中心')).toBe('苏州')
    expect(cityOf('上海市公积金管理中心')).toBe('上海')
    expect(cityOf('江苏省省级机关住房资金管理中心')).toBe('江苏省省级机关')
    expect(cityOf('长三角公积金数据交换枢纽')).toBe('长三角公积金数据交换枢纽')
  })
})
