import { describe, expect, test } from '@jest/globals'
import { shownBoard } from '../../../src/console/board/board.ts'
import { peerDetail } from '../../../src/console/board/peer-detail.ts'
import { peerRows } from '../../../src/console/board/peer-rows.ts'
import type { OpenParts } from '../../../src/console/board/ports.ts'
import type { Term } from '../../../src/expiry/ports.ts'
import { dayMs, facts, hangzhou, health, hourMs, now, suzhou } from './facts.ts'

const states = [
  ['open', { state: 'open' }],
  ['half-open', { state: 'half-open' }],
  ['unproven and failing', { state: 'unproven', lastFailureAt: now, errorPercent: 100 }],
  ['half its asks fail', { errorPercent: 50 }],
  ['a tenth of its asks fail', { errorPercent: 10 }],
  ['slow', { latencyMs: { p50: 1, p95: 900, p99: 1 } }],
  ['well', { latencyMs: { p50: 1, p95: 90, p99: 1 } }],
] as const

describe('rows of peers', () => {
  test('the worst come first', () => {
    // In the directory they stand the other way round.
    const members = states
      .map(([name], i) => ({ code: `${900 - i}`, name, kind: 'centre', relay: undefined }))
      .toReversed()
    const healths = new Map(states.map(([, changes], i) => [`${900 - i}`, health(`${900 - i}`, changes)]))
    expect(peerRows(facts({ members, healths })).map(({ name }) => name)).toEqual(
      states.map(([name]) => name),
    )
  })

  test('nobody asked is unproven, never closed', () => {
    expect(peerRows(facts({ members: [suzhou], healths: new Map() }))).toEqual([
      {
        code: suzhou.code,
        name: '苏州中心',
        kind: 'centre',
        state: 'unproven',
        inHand: 0,
        queued: 0,
        waiting: 0,
      },
    ])
  })

  test('a held one is open, says by whom and why, and tells of no next probe', () => {
    const hold = { peer: suzhou.code, since: now, by: { staff: '9001', name: '江川' }, reason: '对方停机' }
    const healths = new Map([[suzhou.code, health(suzhou.code, { nextAttemptAt: now + 1_000 })]])
    const [row] = peerRows(facts({ members: [suzhou], healths, holds: new Map([[suzhou.code, hold]]) }))
    expect(row).toMatchObject({
      state: 'open',
      held: { state: 'open', by: '江川', reason: '对方停机', since: '2026-11-24T10:00:00+08:00' },
    })
    expect(row).not.toHaveProperty('nextProbeAt')
  })

  test('days left are those of the certificate that ends first, of whoever speaks for it, as its page lists them', async () => {
    const relayed = { ...hangzhou, relay: { code: '999', name: '平台' } }
    const term = (member: string, days: number) =>
      ({
        use: 'tls',
        member,
        own: false,
        thumbprint: `${member}${days}`,
        subject: '',
        until: now + days * dayMs,
      }) as const
    // A relayed centre's own certificates are not used.
    const terms = [
      term(suzhou.code, 40),
      term(suzhou.code, 9),
      term('999', 5),
      term(hangzhou.code, 2),
      term('other', 1),
    ]
    const all = facts({ members: [suzhou, relayed], terms })
    const rows = peerRows(all)
    expect(rows.map(({ name, certificateDaysLeft }) => [name, certificateDaysLeft])).toEqual([
      ['苏州中心', 9],
      ['杭州中心', 5],
    ])
    const history = { changes: async () => [], traffic: async () => [], lives: async () => [] }
    const detail = await peerDetail({ ...relayed, endpoints: [] }, all, history)
    expect([detail.certificateDaysLeft, detail.certificates.map(({ daysLeft }) => daysLeft)]).toEqual([
      5,
      [5],
    ])
  })

  test('hundreds of peers are worked out by one look at each certificate and each open question', () => {
    let looks = 0
    const own = (code: string) => ({
      get member() {
        looks += 1
        return code
      },
      get centre() {
        looks += 1
        return code
      },
    })
    const members = Array.from({ length: 300 }, (_, i) => ({ ...suzhou, code: `${i}` }))
    const terms = members.map(
      ({ code }) => Object.assign(own(code), { until: now + dayMs }) as unknown as Term,
    )
    const parts = members.map(
      ({ code }) => Object.assign(own(code), { state: 'waiting', parts: 1 }) as unknown as OpenParts,
    )
    const stored = { parts, callbacks: [], backup: undefined, drill: undefined }
    const rows = peerRows(facts({ members, terms, stored }))
    expect(rows.every(({ waiting, certificateDaysLeft }) => waiting === 1 && certificateDaysLeft === 1)).toBe(
      true,
    )
    expect(looks).toBe(600)
  })
})

describe('the overview', () => {
  test('has cards over all peers, and its own time', () => {
    const parts = [
      { centre: suzhou.code, state: 'queued', parts: 3, oldest: now },
      { centre: hangzhou.code, state: 'waiting', parts: 2, oldest: now - hourMs },
    ] as const
    const stored = { ...facts().stored, parts, callbacks: [], backup: undefined, drill: undefined }
    const board = shownBoard(facts({ stored, minute: { asked: 3, failed: 1, p95Ms: 420 } }))
    expect(board).toMatchObject({
      asOf: '2026-11-24T10:00:00+08:00',
      cards: { successPercent: 200 / 3, p95Ms: 420, queued: 3, waiting: 2, alarms: 2 },
      configuration: { version: 'aVersion1234', loadedAt: '2026-11-23T10:00:00+08:00' },
    })
    expect(board.peers.map(({ queued, waiting }) => [queued, waiting])).toEqual([
      [3, 0],
      [0, 2],
    ])
  })

  test('of nothing asked there is no success', () => {
    expect(shownBoard(facts()).cards).toEqual({ queued: 0, waiting: 0, alarms: 0 })
  })
})
