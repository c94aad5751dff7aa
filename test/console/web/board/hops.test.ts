import { expect, test } from '@jest/globals'
import type { ShownHops } from '../../../../src/console/shown/board.ts'
import { outcomeOf, verdictOf } from '../../../../src/console/web/board/hop-words.ts'

const hop = (ok: boolean, skipped = false, zh = '') => ({
  hop: 'tls' as const,
  ok,
  ...(skipped && { skipped: true as const }),
  zh,
  en: '',
})

test('a hop that was not reached did not fail, and one that does not apply did not pass', () => {
  expect([hop(true), hop(false), hop(true, true), hop(false, true)].map(outcomeOf)).toEqual([
    'passed',
    'failed',
    'spared',
    'not-reached',
  ])
})

test('the verdict is what failed first, else that all passed', () => {
  const failed: ShownHops = {
    ok: false,
    hops: [hop(true), hop(false, false, 'TLS 失败：到期'), hop(false, true)],
  }
  expect([verdictOf(failed), verdictOf({ ok: true, hops: [hop(true)] })]).toEqual([
    { text: 'TLS 失败：到期', tone: 'bad' },
    { text: '全部通过', tone: 'good' },
  ])
})

test.each([
  [false, '最近失败 CENTRE_UNAVAILABLE', 'warn'],
  [true, '还没有查询经过', 'note'],
])('what nobody looked at is not said to be well: the last question there ended well: %p', (ok, zh, tone) => {
  const centre = { hop: 'centre', ok, unchecked: true, zh, en: '' } as const
  expect(outcomeOf(centre)).toBe('unchecked')
  expect(verdictOf({ ok: true, behind: '苏州', hops: [hop(true), centre] })).toEqual({
    text: `到枢纽全部通过；枢纽到苏州未检查，${zh}`,
    tone,
  })
})
