import { describe, expect, test } from '@jest/globals'
import type { ShownCentres } from '../../../../src/console/shown/cases.ts'
import { filterCentres } from '../../../../src/console/web/officer/new-case/centre-filter.ts'
import { caseSearch, noFilter } from '../../../../src/console/web/officer/history/history-filter.ts'
import { inWords } from '../../../../src/console/web/officer/access/access-words.ts'
import { seenMark } from '../../../../src/console/web/officer/waiting/seen-mark.ts'
import { returnedText } from '../../../../src/console/web/officer/waiting/waiting-words.ts'
import { relativeTime } from '../../../../src/console/web/pure/relative-time.ts'
import { sorted } from '../../../../src/console/web/parts/sort.ts'

const provinces: ShownCentres['provinces'] = [
  {
    code: '31',
    name: '上海市',
    pinyin: 'shanghai',
    initials: 'sh',
    centres: [centre('310000000000000', '上海市公积金管理中心', 'shanghai', 'sh')],
  },
  {
    code: '32',
    name: '江苏省',
    pinyin: 'jiangsusheng',
    initials: 'jss',
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
    ['jiangsu', ['sz', 'wx']],
    ['js', ['sz', 'wx']],
    ['苏', ['sz']],
    ['苏州中心', ['sz']],
    ['苏州公积金中心', ['sz']],
    ['无锡市', ['wx']],
    ['ｓｕ ｚｈｏｕ', ['sz']],
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

describe('what a branch has seen of what came back', () => {
  const told = (...open: boolean[]) => open.map((isOpen, index) => ({ at: (index + 1) * 1000, isOpen }))

  test('goes up to the oldest notice that is still open, and no further', () => {
    expect(seenMark(told(false, false, true, false), 4_500)).toBe(2_999)
  })

  test('is nothing while the oldest is open', () => {
    expect(seenMark(told(true, false, false), 3_500)).toBeUndefined()
  })

  test('is all of it once every notice is closed', () => {
    expect(seenMark(told(false, false), 2_500)).toBe(2_500)
  })
})

describe('the log of accesses', () => {
  test('reads in words, and is sorted by the words that one reads', () => {
    const branch = { code: '01', name: '营业部' }
    const person = {
      at: '2026-11-28T10:00:00+08:00',
      staff: 'x',
      name: '林悦',
      role: 'officer,auditor',
      branch,
    }
    const entries = ['view', 'reveal', 'ask', 'new'].map((action) => inWords({ ...person, action }))
    expect(sorted(entries, 'action', false).map(({ action }) => action)).toEqual([
      '查看',
      '发起查询',
      '显示完整信息',
      'new',
    ])
    expect(entries[0]?.role).toBe('经办、审计')
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
