import { expect, test } from '@jest/globals'
import type { ShownAlarm, ShownBoard, ShownPeer } from '../../../../src/console/shown/board.ts'
import { news } from '../../../../src/console/web/board/news.ts'

function board(peers: Partial<ShownPeer>[], alarms: Partial<ShownAlarm>[] = []): ShownBoard {
  return { peers, alarms } as ShownBoard
}

const hefei = { code: '340100000000000', name: '合肥市公积金管理中心' }

test('nothing is announced at first, nor where nothing changed', () => {
  const now = board([{ ...hefei, state: 'open' }])
  expect([news(undefined, now), news(now, now)]).toEqual([[], []])
})

test('a breaker that moved is announced by its name and word', () => {
  const before = board([{ ...hefei, state: 'closed' }])
  expect(news(before, board([{ ...hefei, state: 'open' }]))).toEqual(['合肥市公积金管理中心：断开'])
  expect(news(before, board([{ ...hefei, state: 'half-open' }]))).toEqual(['合肥市公积金管理中心：半开'])
})

test('a peer that is new is no change of a breaker', () => {
  expect(news(board([]), board([{ ...hefei, state: 'unproven' }]))).toEqual([])
})

test('alarms are announced when they come and when they go', () => {
  const alarmed = board([], [{ id: 'store', zh: '存储不可用' }])
  expect(news(board([]), alarmed)).toEqual(['新告警：存储不可用'])
  expect(news(alarmed, board([]))).toEqual(['告警已解除：存储不可用'])
})
