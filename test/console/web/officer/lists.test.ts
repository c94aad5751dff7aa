import { describe, expect, test } from '@jest/globals'
import type { ShownCentres } from '../../../../src/console/shown/cases.ts'
import { filterCentres } from '../../../../src/console/web/officer/new-case/centre-filter.ts'
import { caseSearch, noFilter } from '../../../../src/console/web/officer/history/history-filter.ts'
import { returnedText } from '../../../../src/console/web/officer/waiting/waiting-words.ts'
import { relativeTime } from '../../../../src/console/web/pure/relative-time.ts'
import { sorted } from '../../../../src/console/web/parts/sort.ts'

const provinces: ShownCentres['provinces'] = [
  {
    code: '31',
    name: '上海市',
    centres: [centre('310000000000000', '上海市公积金管理中心', 'shanghai', 'sh')],
  },
  {
    code: '32',
    name: '江苏省',
    centres: [
      centre('320500000000000', '苏州市住房公积金管理中心', 'suzhou', 'sz'),
      centre('320200000000000', '无锡市住房公积金管理中心', 'wuxi', 'wx'),
    ],
  },
]

function centre(code: string, name: string, pinyin: string, initials: string) {
  return { code, name, division: code.slice(0, 6), pinyin, initials, state: 'closed' as const }
}

function found(text: string): string[] {
  return filterCentres(provinces, text).flatMap(({ centres }) => centres.map(({ initials }) => initials))
}

describe('finding a centre', () => {
  test.each([
    ['', ['sh', 'sz', 'wx']],
    ['苏州', ['sz']],
    ['SuZhou', ['sz']],
    ['su', ['sz']],
    ['wx', ['wx']],
    ['江苏', ['sz', 'wx']],
    ['3205', ['sz']],
    ['zz', []],
  ])('by %p', (text, initials) => {
    expect(found(text)).toEqual(initials)
  })
})

describe('looking for cases', () => {
  test('what names a person goes into a body, never into an address', () => {
    const filter = { ...noFilter(), from: '2026-11-01', idNumber: '310101 19000101 002x', mine: true }
    expect(caseSearch(filter)).toEqual({
      post: { from: '2026-11-01', idNumber: '31010119000101002X', mine: true },
    })
    expect(caseSearch({ ...noFilter(), applicationNumber: 'YD-1' })).toEqual({
      post: { applicationNumber: 'YD-1' },
    })
  })

  test('the rest goes into the address', () => {
    expect(caseSearch(noFilter())).toEqual({ get: '' })
    expect(caseSearch({ ...noFilter(), from: '2026-11-01', state: 'waiting', mine: true })).toEqual({
      get: '?from=2026-11-01&state=waiting&mine=1',
    })
  })
})

describe('what came back', () => {
  const returned = {
    caseId: '1',
    person: { name: '张*' },
    centre: { code: '320500000000000', name: '苏州市住房公积金管理中心' },
    at: '2026-11-28T10:00:00+08:00',
  }

  test('is told by its city and the masked name', () => {
    expect(returnedText({ ...returned, state: 'answered' })).toBe('苏州已恢复，张*的证明已返回')
    expect(returnedText({ ...returned, state: 'no-record' })).toBe('苏州已恢复，张*的查询结果：无缴存记录')
    expect(returnedText({ ...returned, state: 'not-asked' })).toBe(
      '苏州：张*的等待已结束，未能查询，不代表没有缴存记录',
    )
  })
})

describe('time as people say it', () => {
  const now = '2026-11-28T10:00:00+08:00'

  test.each([
    ['2026-11-28T09:59:30+08:00', '刚刚'],
    ['2026-11-28T09:55:00+08:00', '5 分钟前'],
    ['2026-11-28T07:10:00+08:00', '2 小时前'],
    ['2026-11-27T23:10:00+08:00', '昨天 23:10'],
    ['2026-11-20T09:30:00+08:00', '2026-11-20 09:30'],
    ['2026-11-28T10:00:20+08:00', '20 秒后'],
    ['2026-11-28T10:01:10+08:00', '2 分钟后'],
    ['2026-11-28T12:00:00+08:00', '2026-11-28 12:00'],
  ])('%s is %s', (instant, text) => {
    expect(relativeTime(instant, now)).toBe(text)
  })
})

describe('sorting', () => {
  test('goes by one member, both ways, and leaves the given list alone', () => {
    const rows = [{ at: '2' }, { at: '3' }, { at: '1' }]
    expect(sorted(rows, 'at', false).map(({ at }) => at)).toEqual(['1', '2', '3'])
    expect(sorted(rows, 'at', true).map(({ at }) => at)).toEqual(['3', '2', '1'])
    expect(rows[0]).toEqual({ at: '2' })
  })
})
