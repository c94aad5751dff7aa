import { describe, expect, test } from '@jest/globals'
import { linesOf, spansOf } from '../../../../src/console/web/board/spans.ts'

const now = '2026-11-28T12:00:00+08:00'
const at = (time: string) => `2026-11-28T${time}:00+08:00`

test('a timeline becomes stretches that fill it, the last one up to now', () => {
  const found = spansOf(
    [
      { at: at('08:00'), state: 'unproven' },
      { at: at('09:00'), state: 'open', why: 'PEER_UNREACHABLE' },
    ],
    now,
    14_400,
  )
  expect(found).toMatchObject([
    { state: 'unproven', seconds: 3600, share: 0.25, until: at('09:00') },
    { state: 'open', seconds: 10_800, share: 0.75, until: now, why: 'PEER_UNREACHABLE' },
  ])
  expect(found[0]).not.toHaveProperty('why')
})

test('probes that failed are part of one outage, however many; the one that succeeded ends it', () => {
  const found = spansOf(
    [
      { at: at('08:00'), state: 'open', why: 'PEER_UNREACHABLE' },
      { at: at('09:00'), state: 'half-open' },
      { at: at('09:00'), state: 'open' },
      { at: at('10:00'), state: 'half-open' },
      { at: at('10:00'), state: 'open' },
      { at: at('11:00'), state: 'half-open' },
      { at: at('11:00'), state: 'closed' },
    ],
    now,
    14_400,
  )
  expect(found).toMatchObject([
    { state: 'open', probes: 2, seconds: 10_800, until: at('11:00'), why: 'PEER_UNREACHABLE' },
    { state: 'half-open', seconds: 0 },
    { state: 'closed', seconds: 3600, until: now },
  ])
})

test('an operator who disconnects after a probe is no failed probe', () => {
  const found = spansOf(
    [
      { at: at('08:00'), state: 'open', why: 'PEER_UNREACHABLE' },
      { at: at('09:00'), state: 'half-open' },
      { at: at('09:00'), state: 'open', why: '手动断开（江川）：对方机房搬迁' },
    ],
    now,
    14_400,
  )
  expect(found.map(({ state, why }) => [state, why])).toEqual([
    ['open', 'PEER_UNREACHABLE'],
    ['half-open', undefined],
    ['open', '手动断开（江川）：对方机房搬迁'],
  ])
})

test('an empty timeline has no stretches, and one that begins now no share of nothing', () => {
  expect(spansOf([], now, 1)).toEqual([])
  expect(spansOf([{ at: now, state: 'closed' }], now, 1)).toMatchObject([{ seconds: 0, share: 0 }])
})

describe('instances, each with a breaker of its own,', () => {
  const timeline = [
    { at: at('08:00'), state: 'closed', instance: 'a' },
    { at: at('09:00'), state: 'closed', instance: 'b' },
    { at: at('10:00'), state: 'open', instance: 'a' },
  ] as const
  const instances = [{ instance: 'b' }, { instance: 'a', endedAt: at('11:00') }]
  const lines = linesOf({ timeline: [...timeline], instances }, now)

  test('are told apart', () => {
    expect(lines.map(({ instance, spans }) => [instance, spans.map(({ state }) => state)])).toEqual([
      ['b', ['closed']],
      ['a', ['closed', 'open']],
    ])
  })

  test('are on one axis, each from where it began', () => {
    const shares = lines.map(({ before, spans, after }) => [
      before,
      ...spans.map(({ share }) => share),
      after,
    ])
    expect(shares).toEqual([
      [0.25, 0.75, 0],
      [0, 0.5, 0.25, 0.25],
    ])
  })

  test('are in no state once they have ended', () => {
    expect(lines.map(({ endedAt, spans }) => [endedAt, spans.at(-1)?.until])).toEqual([
      [undefined, now],
      [at('11:00'), at('11:00')],
    ])
  })
})
