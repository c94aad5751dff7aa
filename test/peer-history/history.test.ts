import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { GatewayError } from '../../src/errors.ts'
import { createPeerHistory, type PeerHistory } from '../../src/peer-history/history.ts'
import type { PeerHistoryStore } from '../../src/peer-history/ports.ts'
import type { Store } from '../../src/store/store.ts'
import { type Ground, stopStoreServers, storeKinds } from '../support/store-grounds.ts'

afterAll(stopStoreServers)

const master = randomBytes(32)
const suzhou = '320501000000000'
const start = Date.parse('2026-11-24T10:02:30+08:00')
const slot = Date.parse('2026-11-24T10:00:00+08:00')
const dayMs = 86_400_000

type Concluded = Parameters<PeerHistory['heard']>[0]

function asked(elapsedMs: number, state: 'answered' | 'not-asked' = 'answered'): Concluded {
  const error = state === 'not-asked' ? { error: new GatewayError('PEER_TIMEOUT') } : {}
  const exchangeId = '019ac000-0000-7000-8000-000000000001'
  return {
    exchangeId,
    centre: suzhou,
    service: 'deposit-certificate.issue',
    state,
    elapsedMs,
    ...error,
  } as Concluded
}

describe.each(storeKinds)('the history of peers on $kind', ({ ground: newGround }) => {
  let ground: Ground
  let store: Store
  let now: number
  const opened: PeerHistory[] = []
  beforeEach(async () => {
    ground = await newGround()
    store = await ground.open(master)
    now = start
  })
  afterEach(async () => {
    for (const history of opened.splice(0)) await history[Symbol.asyncDispose]()
    await ground.remove()
  })

  function historyOf(
    instance: string,
    keeper: PeerHistoryStore = store.peerHistory,
    trouble: string[] = [],
  ): PeerHistory {
    const history = createPeerHistory({
      store: keeper,
      clock: () => now,
      instance,
      onTrouble: ({ code }) => void trouble.push(code),
    })
    opened.push(history)
    return history
  }

  test('is one for all instances, in the order of time, with who did what and why', async () => {
    const [one, two] = [historyOf('one'), historyOf('two')]
    one.changed({ peer: suzhou, state: 'open', why: 'PEER_TIMEOUT' })
    now += 1_000
    two.changed({ peer: suzhou, state: 'open', why: '对方停机', by: { staff: '9001', name: '江川' } })
    now += 1_000
    one.changed({ peer: suzhou, state: 'half-open', why: undefined })
    await two.changes(suzhou)
    expect(await one.changes(suzhou)).toEqual([
      { peer: suzhou, at: start, state: 'open', why: 'PEER_TIMEOUT', instance: 'one', by: undefined },
      {
        peer: suzhou,
        at: start + 1_000,
        state: 'open',
        why: '对方停机',
        instance: 'two',
        by: { staff: '9001', name: '江川' },
      },
      { peer: suzhou, at: start + 2_000, state: 'half-open', why: undefined, instance: 'one', by: undefined },
    ])
    expect([one.awaySince(suzhou), two.awaySince(suzhou)]).toEqual([start, start + 1_000])
    one.changed({ peer: suzhou, state: 'closed', why: undefined })
    expect(one.awaySince(suzhou)).toBeUndefined()
  })

  test('counts asks by five minutes, those of all instances together', async () => {
    const [one, two] = [historyOf('one'), historyOf('two')]
    one.heard(asked(100))
    two.heard(asked(100))
    two.heard(asked(10_000, 'not-asked'))
    await two.traffic(suzhou)
    expect(await one.traffic(suzhou)).toEqual([
      { peer: suzhou, at: slot, bucket: 27, asked: 2, failed: 0 },
      { peer: suzhou, at: slot, bucket: 54, asked: 1, failed: 1 },
    ])
  })

  test('what says nothing of the peer is not counted', async () => {
    const history = historyOf('one')
    history.heard({ ...asked(5), service: 'gateway.ping' })
    history.heard({ ...asked(5, 'not-asked'), error: new GatewayError('BASIS_REQUIRED') })
    expect(await history.traffic(suzhou)).toEqual([])
    expect(history.lastMinute()).toEqual({ asked: 0, failed: 0, p95Ms: undefined })
  })

  test('the last minute is a minute', () => {
    const history = historyOf('one')
    history.heard(asked(30))
    now += 59_000
    history.heard(asked(70, 'not-asked'))
    expect(history.lastMinute()).toEqual({ asked: 2, failed: 1, p95Ms: 70 })
    now += 2_000
    expect(history.lastMinute()).toEqual({ asked: 1, failed: 1, p95Ms: 70 })
  })

  test('shows one day, and forgets what is older than two but what operators did', async () => {
    const history = historyOf('one')
    history.changed({ peer: suzhou, state: 'open', why: 'PEER_FAULT' })
    history.changed({ peer: suzhou, state: 'open', why: '演练', by: { staff: '9001', name: '江川' } })
    history.heard(asked(100))
    await history.changes(suzhou)
    now += dayMs + 300_001
    expect([await history.changes(suzhou), await history.traffic(suzhou)]).toEqual([[], []])
    now += dayMs
    history.changed({ peer: suzhou, state: 'closed', why: undefined })
    await history.changes(suzhou)
    const kept = await ground.sql('select state, staff from peer_change order by at')
    expect(kept.map(({ state, staff }) => [state, staff])).toEqual([
      ['open', '9001'],
      ['closed', null],
    ])
    expect(await ground.sql('select * from peer_traffic')).toEqual([])
  })

  test('an instance lives as long as it gives signs of it, asked or not, and no longer', async () => {
    const [one, two] = [historyOf('one'), historyOf('two')]
    await one.changes(suzhou)
    now += 20_000
    await two.changes(suzhou)
    now += 10_000
    expect(await two.lives()).toEqual([
      { instance: 'two', seenAt: now, living: true },
      { instance: 'one', seenAt: start, living: false },
    ])
    expect(await one.lives()).toContainEqual({ instance: 'two', seenAt: start + 20_000, living: true })
    await one[Symbol.asyncDispose]()
    expect(await two.lives()).toContainEqual({ instance: 'one', seenAt: now, living: true })
  })

  test('STORE_UNAVAILABLE: what could not be written is written when it can be', async () => {
    const away = { store: true }
    const trouble: string[] = []
    const failing: PeerHistoryStore = {
      ...store.peerHistory,
      async keep(...what) {
        if (away.store) throw new GatewayError('STORE_UNAVAILABLE')
        await store.peerHistory.keep(...what)
      },
    }
    const history = historyOf('one', failing, trouble)
    history.changed({ peer: suzhou, state: 'open', why: 'PEER_FAULT' })
    history.heard(asked(100))
    expect(await history.changes(suzhou)).toEqual([])
    expect(trouble).toContain('STORE_UNAVAILABLE')
    away.store = false
    expect(await history.changes(suzhou)).toMatchObject([{ state: 'open' }])
    expect(await history.traffic(suzhou)).toMatchObject([{ asked: 1 }])
  })
})
