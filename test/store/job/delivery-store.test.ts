import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Delivery } from '../../../src/callbacks/delivery.ts'
import type { PartState } from '../../../src/jobs/job.ts'
import type { TraceContext } from '../../../src/domain/trace-context.ts'
import type { ClaimedPart } from '../../../src/jobs/ports.ts'
import type { Store } from '../../../src/store/store.ts'
import { type Ground, stopStoreServers, storeKinds } from '../../support/store-grounds.ts'

const master = randomBytes(32)
const now = Date.parse('2026-11-28T09:30:00+08:00')
const dayMs = 86_400_000
const shanghai = '310000000000000'
const hangzhou = '330100000000000'
const place = { caller: 'counter', place: 'main' }
const bounds = { limit: 10, leaseMs: 30_000 }

afterAll(stopStoreServers)

describe.each(storeKinds)('in $kind', (kind) => {
  let ground: Ground
  let store: Store
  /** Another process of the same member. */
  let other: Store

  beforeEach(async () => {
    ground = await kind.ground()
    store = await ground.open(master)
    other = await ground.open(master)
  })
  afterEach(() => ground.remove())

  async function accepted({
    caller = 'counter',
    callback = 'main' as string | null,
    centres = [shanghai],
    trace = undefined as TraceContext | undefined,
  } = {}): Promise<string> {
    const id = randomUUIDv7()
    const body = { nonce: '310101190001010011' }
    await store.jobs.accept(
      {
        id,
        caller,
        key: undefined,
        questionDigest: 'digest',
        question: { to: centres, service: 'gateway.ping', body },
        centres,
        mayWait: true,
        waitUntil: now + dayMs,
        callback: callback ?? undefined,
        batch: undefined,
        trace,
        at: now,
      },
      { perCaller: 1000, inAll: 1000 },
    )
    return id
  }

  /** The outcome of each part that is due. */
  async function settled(outcome: (part: ClaimedPart) => PartState): Promise<void> {
    const claim = { at: now, leaseMs: () => 90_000, takes: () => true, newId: () => randomUUIDv7() }
    for (const part of await store.jobs.claim(claim)) {
      const state = outcome(part)
      const result = { centre: part.centre, state: 'answered' as const, elapsedMs: 1 }
      await store.jobs.settle(part, { state, at: now, dueAt: now, result })
    }
  }

  async function ended(): Promise<void> {
    for (const job of await store.jobs.complete()) await store.jobs.end(job, Buffer.from('signed'), now)
  }

  async function enqueued(changes: Parameters<typeof accepted>[0] = {}): Promise<Delivery> {
    const job = await accepted(changes)
    await settled(() => 'answered')
    await ended()
    const [delivery] = await store.deliveries.list({ job }, 1)
    if (!delivery) throw new Error('nothing is in line')
    return delivery
  }

  const failed = { state: 'pending' as const, at: now, failure: 'HTTP 500' }

  describe('a job', () => {
    test('that ends puts one callback in line, with the states of its centres and nothing else of it', async () => {
      const job = await accepted({ centres: [shanghai, hangzhou] })
      await settled(({ centre }) => (centre === shanghai ? 'answered' : 'no-record'))
      expect(await store.deliveries.due(now)).toEqual([])
      const [complete] = await store.jobs.complete()
      if (!complete) throw new Error('not complete')
      await Promise.all([store, other].map(({ jobs }) => jobs.end(complete, Buffer.from('signed'), now)))
      const revision = (await store.jobs.find(job, 'counter'))?.revision
      expect(await store.deliveries.list({}, 100)).toMatchObject([
        {
          ...place,
          event: 'job.ended',
          job,
          revision,
          centres: [
            { centre: shanghai, state: 'answered' },
            { centre: hangzhou, state: 'no-record' },
          ],
          state: 'pending',
          attempts: 0,
          dueAt: now,
        },
      ])
      expect(JSON.stringify(await ground.sql('select * from delivery'))).not.toContain('3101011900')
    })

    test('hands its trace on to the callback, which outlives it', async () => {
      const trace = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), flags: 1, state: 'a=1' }
      const { job, id } = await enqueued({ trace })
      await store.jobs.forget(now + dayMs)
      expect(await store.jobs.find(job, 'counter')).toBeUndefined()
      const [claimed] = await other.deliveries.claim(now, place, { limit: 1, leaseMs: 1 })
      expect(claimed).toMatchObject({ id, trace })
    })

    test('without a callback puts none in line', async () => {
      await accepted({ callback: null })
      await settled(() => 'answered')
      await ended()
      expect(await store.deliveries.list({}, 100)).toEqual([])
    })

    test('tells of a centre that came back while others are still waited for', async () => {
      await accepted({ centres: [shanghai, hangzhou] })
      await settled(() => 'waiting')
      expect(await store.deliveries.list({}, 100)).toEqual([])
      await store.jobs.release(shanghai, now, 'all')
      await settled(() => 'answered')
      expect(await store.deliveries.list({}, 100)).toMatchObject([
        { event: 'job.centre-back', centres: [{ state: 'answered' }, { state: 'waiting' }] },
      ])
      await store.jobs.release(hangzhou, now, 'all')
      await settled(() => 'refused')
      await ended()
      expect((await store.deliveries.list({}, 100)).map(({ event }) => event).toSorted()).toEqual([
        'job.centre-back',
        'job.ended',
      ])
    })
  })

  describe('a delivery', () => {
    test('is given to one process, until its lease ends', async () => {
      const { id } = await enqueued()
      const given = await Promise.all([store, other].map((one) => one.deliveries.claim(now, place, bounds)))
      expect(given.flat().map((each) => each.id)).toEqual([id])
      expect(await other.deliveries.due(now + bounds.leaseMs - 1)).toEqual([])
      expect(await other.deliveries.claim(now + bounds.leaseMs, place, bounds)).toMatchObject([
        { id, attempts: 0 },
      ])
    })

    test('that another process took over is not settled by the first', async () => {
      const { id } = await enqueued()
      await store.deliveries.claim(now, place, bounds)
      await other.deliveries.claim(now + bounds.leaseMs, place, bounds)
      await store.deliveries.settle(id, { ...failed, dueAt: now })
      expect(await store.deliveries.list({}, 1)).toMatchObject([{ attempts: 0, lastFailure: undefined }])
      await other.deliveries.settle(id, { state: 'delivered', at: now, failure: undefined, dueAt: now })
      expect(await store.deliveries.list({}, 1)).toMatchObject([{ state: 'delivered', attempts: 1 }])
    })

    test('that was not taken is due again when it is to be, and not before', async () => {
      const { id } = await enqueued()
      await store.deliveries.claim(now, place, bounds)
      await store.deliveries.settle(id, { ...failed, dueAt: now + 5000 })
      expect(await store.deliveries.due(now + 4999)).toEqual([])
      expect(await store.deliveries.due(now + 5000)).toEqual([{ ...place, overdue: false }])
      expect(await other.deliveries.claim(now + 5000, place, bounds)).toMatchObject([
        { attempts: 1, lastFailure: 'HTTP 500', lastTryAt: now },
      ])
    })

    test('that was given back is due at once, and counts no try', async () => {
      const { id } = await enqueued()
      await store.deliveries.claim(now, place, bounds)
      await store.deliveries.giveBack(id)
      expect(await other.deliveries.claim(now, place, bounds)).toMatchObject([{ id, attempts: 0 }])
    })

    test('is due at once when its place takes callbacks again, those of other places are not', async () => {
      for (const callback of ['main', 'spare']) {
        const { id } = await enqueued({ callback })
        await store.deliveries.claim(now, { ...place, place: callback }, bounds)
        await store.deliveries.settle(id, { ...failed, dueAt: now + dayMs })
      }
      await other.deliveries.release(now, place)
      expect(await store.deliveries.due(now)).toEqual([{ ...place, overdue: false }])
    })

    test('that was tried for three days is given up, and can be sent again', async () => {
      const { id, giveUpAt } = await enqueued()
      expect(giveUpAt).toBe(now + 3 * dayMs)
      expect(await store.deliveries.giveUp(giveUpAt - 1, place)).toBe(0)
      expect(await store.deliveries.due(giveUpAt)).toEqual([{ ...place, overdue: true }])
      expect(await store.deliveries.claim(giveUpAt, place, bounds)).toEqual([])
      expect(await store.deliveries.giveUp(giveUpAt, place)).toBe(1)
      expect(await store.deliveries.list({ state: 'given-up' }, 10)).toMatchObject([
        { id, endedAt: giveUpAt },
      ])
      const later = giveUpAt + dayMs
      expect(await store.deliveries.resend(id, 'counter', later)).toMatchObject({
        id,
        state: 'pending',
        dueAt: later,
        giveUpAt: later + 3 * dayMs,
        endedAt: undefined,
      })
    })

    test('is its caller’s alone, but for whoever may see all', async () => {
      const { id } = await enqueued()
      expect(await store.deliveries.list({ caller: 'portal' }, 10)).toEqual([])
      expect(await store.deliveries.resend(id, 'portal', now)).toBeUndefined()
      expect(await store.deliveries.resend(id, undefined, now)).toMatchObject({ id })
      expect(await store.deliveries.resend(randomUUIDv7(), undefined, now)).toBeUndefined()
    })

    test('is found by its job and its state', async () => {
      const [first, second] = [await enqueued(), await enqueued({ caller: 'portal' })]
      expect(await store.deliveries.list({ job: first.job }, 10)).toMatchObject([{ id: first.id }])
      expect(await store.deliveries.list({ state: 'pending' }, 10)).toHaveLength(2)
      expect(await store.deliveries.list({ state: 'gone' }, 10)).toEqual([])
      expect(await store.deliveries.figures()).toEqual(
        expect.arrayContaining([
          { ...place, pending: 1, oldest: first.createdAt },
          { caller: 'portal', place: 'main', pending: 1, oldest: second.createdAt },
        ]),
      )
    })

    test('is forgotten some time after it has ended, and not before', async () => {
      const { id } = await enqueued()
      await store.deliveries.forget(now + dayMs)
      await store.deliveries.claim(now, place, bounds)
      await store.deliveries.settle(id, { state: 'gone', at: now, failure: 'HTTP 410', dueAt: now })
      await store.deliveries.forget(now)
      expect(await store.deliveries.list({}, 10)).toHaveLength(1)
      await store.deliveries.forget(now + 1)
      expect(await store.deliveries.list({}, 10)).toEqual([])
    })
  })
})
