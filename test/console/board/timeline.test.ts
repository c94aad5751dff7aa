import { describe, expect, test } from '@jest/globals'
import { shownInstances, shownTimeline, shownTraffic } from '../../../src/console/board/timeline.ts'
import type { PeerChange } from '../../../src/peer-history/ports.ts'
import { minuteMs, now, suzhou } from './facts.ts'

function change(minute: number, state: PeerChange['state'], changes: Partial<PeerChange> = {}): PeerChange {
  const at = now + minute * minuteMs
  return { peer: suzhou.code, at, state, why: undefined, by: undefined, instance: 'one', ...changes }
}

describe('a timeline', () => {
  test('says why, and who did it', () => {
    const by = { staff: '9001', name: '江川' }
    const instance = 'one'
    expect(
      shownTimeline([
        change(0, 'open', { why: 'PEER_TIMEOUT' }),
        change(1, 'open', { why: '对方停机', by }),
        change(2, 'half-open', { why: '已恢复', by }),
        change(3, 'closed'),
      ]),
    ).toEqual([
      { at: '2026-11-24T10:00:00+08:00', state: 'open', why: 'PEER_TIMEOUT', instance },
      { at: '2026-11-24T10:01:00+08:00', state: 'open', why: '手动断开（江川）：对方停机', instance },
      { at: '2026-11-24T10:02:00+08:00', state: 'half-open', why: '手动恢复（江川）：已恢复', instance },
      { at: '2026-11-24T10:03:00+08:00', state: 'closed', instance },
    ])
  })

  test('is of every instance, and tells nothing twice', () => {
    const two = { instance: 'two' }
    const shown = shownTimeline([
      change(0, 'open'),
      change(1, 'open', two),
      change(2, 'open'),
      change(3, 'closed', two),
    ])
    expect(shown.map(({ state, instance }) => `${instance} ${state}`)).toEqual([
      'one open',
      'two open',
      'two closed',
    ])
  })
})

test('instances that live come first; one that has ended ended with its last sign of life', () => {
  const changes = [
    change(0, 'closed', { instance: 'gone' }),
    change(1, 'closed', { instance: 'restarted' }),
    change(2, 'closed', { instance: 'silent' }),
    change(3, 'closed', { instance: 'alive' }),
  ]
  const lives = [
    { instance: 'alive', seenAt: now + 60 * minuteMs, living: true },
    { instance: 'restarted', seenAt: now + 30 * minuteMs, living: false },
    { instance: 'gone', seenAt: now + 20 * minuteMs, living: false },
    { instance: 'of other peers', seenAt: now, living: true },
  ]
  expect(shownInstances(changes, lives)).toEqual([
    { instance: 'alive' },
    { instance: 'restarted', endedAt: '2026-11-24T10:30:00+08:00' },
    { instance: 'gone', endedAt: '2026-11-24T10:20:00+08:00' },
    // Of which nothing is known but what it wrote.
    { instance: 'silent', endedAt: '2026-11-24T10:02:00+08:00' },
  ])
})

test('traffic is by five minutes, ascending, with what is known of times', () => {
  const count = { peer: suzhou.code, asked: 1, failed: 0, bucket: 4 }
  expect(
    shownTraffic([
      { ...count, at: now },
      { ...count, at: now - 5 * minuteMs, asked: 19 },
      { ...count, at: now - 5 * minuteMs, failed: 1, bucket: 40 },
    ]),
  ).toEqual([
    { at: '2026-11-24T09:55:00+08:00', asked: 20, failed: 1, p95Ms: 2 },
    { at: '2026-11-24T10:00:00+08:00', asked: 1, failed: 0, p95Ms: 2 },
  ])
})
