import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { MessageFilter } from '../../../src/console/board/ports.ts'
import type { EntryDraft } from '../../../src/journal/entry.ts'
import type { Store } from '../../../src/store/store.ts'
import { type Ground, stopStoreServers, storeKinds } from '../../support/store-grounds.ts'

afterAll(stopStoreServers)

const master = randomBytes(32)
const [us, suzhou, hangzhou] = ['320101000000000', '320501000000000', '330101000000000']
const start = Date.parse('2026-11-24T10:00:00+08:00')
const minuteMs = 60_000

function entry(changes: Partial<EntryDraft> & Pick<EntryDraft, 'exchangeId' | 'kind'>): EntryDraft {
  return {
    at: start,
    issuer: us,
    audience: suzhou,
    service: 'deposit-certificate.issue',
    purpose: 'loan',
    basis: 'consent',
    operator: '1001',
    fields: '',
    subject: '',
    outcome: 'issued',
    requestDigest: 'A'.repeat(43),
    answerDigest: '',
    ...changes,
  }
}

describe.each(storeKinds)('looking for messages on $kind', ({ ground: newGround }) => {
  let ground: Ground
  let store: Store
  beforeEach(async () => {
    ground = await newGround()
    store = await ground.open(master)
  })
  afterEach(() => ground.remove())

  async function kept(...entries: EntryDraft[]): Promise<void> {
    for (const each of entries) await store.exchanges.record(each)
  }

  async function ids(filter: MessageFilter, limit = 10): Promise<string[]> {
    return (await store.messages.find(filter, limit)).map(({ exchangeId }) => exchangeId)
  }

  test('an exchange is one message: what came of it, and how long it took', async () => {
    await kept(
      entry({ exchangeId: 'one', kind: 'asked', outcome: 'sent' }),
      entry({ exchangeId: 'two', kind: 'asked', outcome: 'sent', at: start + 5 }),
      entry({ exchangeId: 'one', kind: 'concluded', at: start + 230 }),
    )
    expect(await store.messages.find({}, 10)).toEqual([
      {
        exchangeId: 'one',
        direction: 'asked',
        at: start + 230,
        issuer: us,
        audience: suzhou,
        service: 'deposit-certificate.issue',
        outcome: 'issued',
        askedAt: start,
      },
      expect.objectContaining({ exchangeId: 'two', outcome: 'sent', askedAt: undefined }),
    ])
  })

  test('of who asks a centre that it represents there are two, one of each direction', async () => {
    await kept(
      entry({ exchangeId: 'own', kind: 'asked', outcome: 'sent' }),
      entry({ exchangeId: 'own', kind: 'answered' }),
      entry({ exchangeId: 'own', kind: 'concluded' }),
    )
    expect((await store.messages.find({}, 10)).map(({ direction }) => direction)).toEqual([
      'asked',
      'answered',
    ])
  })

  test('by each criterion, and by all together', async () => {
    await kept(
      entry({ exchangeId: 'ours', kind: 'concluded', subject: 'hash', outcome: 'PEER_TIMEOUT' }),
      entry({ exchangeId: 'theirs', kind: 'answered', issuer: hangzhou, audience: us, at: start + minuteMs }),
      entry({
        exchangeId: 'refused',
        kind: 'refused',
        issuer: hangzhou,
        audience: us,
        subject: 'hash',
        outcome: 'BASIS_REQUIRED',
      }),
    )
    expect(await ids({ exchangeId: 'theirs' })).toEqual(['theirs'])
    expect(await ids({ peers: [suzhou] })).toEqual(['ours'])
    expect(await ids({ peers: [hangzhou] })).toEqual(['refused', 'theirs'])
    expect(await ids({ peers: [us] })).toEqual([])
    expect(await ids({ peers: [us, suzhou, hangzhou] })).toEqual(['refused', 'theirs', 'ours'])
    expect(await ids({ outcomes: ['PEER_TIMEOUT', 'BASIS_REQUIRED'] })).toEqual(['refused', 'ours'])
    expect(await ids({ outcomes: [] })).toEqual([])
    expect(await ids({ direction: 'answered' })).toEqual(['refused', 'theirs'])
    expect(await ids({ outcomes: ['PEER_TIMEOUT'] })).toEqual(['ours'])
    expect(await ids({ subject: 'hash' })).toEqual(['refused', 'ours'])
    expect(await ids({ from: start + 1 })).toEqual(['theirs'])
    expect(await ids({ to: start })).toEqual(['refused', 'ours'])
    expect(
      await ids({
        subject: 'hash',
        direction: 'asked',
        peers: [suzhou],
        outcomes: ['PEER_TIMEOUT'],
        from: start,
        to: start,
      }),
    ).toEqual(['ours'])
    expect(await ids({ exchangeId: 'ours', subject: 'other' })).toEqual([])
  })

  test('by the service, and without pings', async () => {
    await kept(
      entry({ exchangeId: 'question', kind: 'concluded' }),
      entry({ exchangeId: 'ping', kind: 'concluded', service: 'gateway.ping', outcome: 'echoed' }),
    )
    expect(await ids({ service: 'gateway.ping' })).toEqual(['ping'])
    expect(await ids({ service: 'deposit-certificate.issue' })).toEqual(['question'])
    expect(await ids({ business: true })).toEqual(['question'])
    expect(await ids({})).toEqual(['ping', 'question'])
  })

  test('that somebody looked at it is no message', async () => {
    await kept(entry({ exchangeId: 'one', kind: 'looked' as never, subject: 'hash', outcome: 'reveal' }))
    expect([await ids({}), await ids({ subject: 'hash' })]).toEqual([[], []])
  })

  test('the newest first, and no more than were asked for', async () => {
    await kept(
      ...Array.from({ length: 12 }, (_, i) =>
        entry({ exchangeId: `e${i}`, kind: 'answered', at: start + i }),
      ),
    )
    expect(await ids({}, 3)).toEqual(['e11', 'e10', 'e9'])
  })
})

describe.each(storeKinds)('a walk through many entries on $kind', ({ ground: newGround }) => {
  test('finds what is at its ends, by number and by time, and takes turns with others', async () => {
    const ground = await newGround()
    const store = await ground.open(master)
    const last = 25_000
    // As the chain would hold them, without the pains of making it.
    const numbers = ground.place.postgres
      ? `select n::bigint as n from generate_series(1, ${last}) as n`
      : `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${last}) select n from numbers`
    await ground.sql(
      `insert into journal select n, ${start} + n * ${minuteMs}, 'answered', 'e' || n, '${hangzhou}', '${us}', 's', '', '', '', '', '',
         case when n in (1, ${last}) then 'rare' else 'issued' end, '', '', '', '' from (${numbers}) as numbered`,
    )
    const find = async (filter: MessageFilter) =>
      (await store.messages.find(filter, 10)).map(({ exchangeId }) => exchangeId)
    let turns = 0
    const counting = setInterval(() => (turns += 1), 0)
    expect(await find({ outcomes: ['rare'] })).toEqual([`e${last}`, 'e1'])
    clearInterval(counting)
    expect(turns).toBeGreaterThan(0)
    const at = start + 12_345 * minuteMs
    expect(await find({ from: at, to: at })).toEqual(['e12345'])
    expect(await find({ from: start + (last + 20) * minuteMs })).toEqual([])
    expect(await find({ to: start })).toEqual([])
    await ground.remove()
  })
})
