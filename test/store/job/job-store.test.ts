import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { CentreResult } from '../../../src/contracts/generated/types.ts'
import type { ClaimedPart, JobStore, NewJob } from '../../../src/jobs/ports.ts'
import { type Ground, stopStoreServers, storeKinds } from '../../support/store-grounds.ts'

const master = randomBytes(32)
const now = Date.parse('2026-11-28T09:30:00+08:00')
const leaseMs = 90_000
const bounds = { perCaller: 1000, inAll: 2000 }

afterAll(stopStoreServers)

function newJob(changes: Partial<NewJob> = {}): NewJob {
  const centres = changes.centres ?? ['310000000000000']
  return {
    id: randomUUIDv7(),
    caller: 'counter',
    key: undefined,
    questionDigest: 'digest',
    question: { to: [...centres], service: 'gateway.ping', body: { nonce: '310101190001010011' } },
    centres,
    mayWait: true,
    waitUntil: now + 3_600_000,
    callback: undefined,
    batch: undefined,
    at: now,
    ...changes,
  }
}

const resultOf = (centre: string, state: CentreResult['state']): CentreResult => ({
  centre,
  state,
  elapsedMs: 1,
})

describe.each(storeKinds)('in $kind', (kind) => {
  let ground: Ground
  let jobs: JobStore
  /** Another process of the same member. */
  let other: JobStore

  beforeEach(async () => {
    ground = await kind.ground()
    jobs = (await ground.open(master)).jobs
    other = (await ground.open(master)).jobs
  })
  afterEach(() => ground.remove())

  const claim = (
    store: JobStore,
    { at = now, takes = () => true }: { at?: number; takes?: (centre: string) => boolean } = {},
  ): Promise<ClaimedPart[]> => store.claim({ at, leaseMs: () => leaseMs, takes, newId: () => randomUUIDv7() })

  async function accepted(changes: Partial<NewJob> = {}): Promise<string> {
    const done = await jobs.accept(newJob(changes), bounds)
    if (!('id' in done)) throw new Error(done.state)
    return done.id
  }

  async function settled(
    store: JobStore,
    state: CentreResult['state'] | 'waiting',
    dueAt = now,
  ): Promise<ClaimedPart> {
    const [part] = await claim(store)
    if (!part) throw new Error('nothing is due')
    const result = resultOf(part.centre, state === 'waiting' ? 'not-asked' : state)
    expect(await store.settle(part, { state, at: now, dueAt, result })).toBe(true)
    return part
  }

  describe('accepting', () => {
    test('keeps the question so that only the key opens it', async () => {
      const id = await accepted()
      expect((await other.find(id, 'counter'))?.question.body).toEqual({ nonce: '310101190001010011' })
      const [row] = await ground.sql('select question from job')
      expect(Buffer.from(row?.['question'] as Uint8Array).toString('latin1')).not.toContain('3101011900')
    })

    test('of one key there is one job, also of two processes at once', async () => {
      const given = await Promise.all(
        Array.from({ length: 20 }, (_, i) => (i % 2 ? jobs : other).accept(newJob({ key: 'k' }), bounds)),
      )
      const ids = given.map((each) => ('id' in each ? each.id : each.state))
      expect(new Set(ids).size).toBe(1)
      expect(given.filter(({ state }) => state === 'created')).toHaveLength(1)
    })

    test('a key with another question is told, of another caller it is another key', async () => {
      await accepted({ key: 'k' })
      expect(await jobs.accept(newJob({ key: 'k', questionDigest: 'other' }), bounds)).toEqual({
        state: 'other-question',
      })
      expect(await jobs.accept(newJob({ key: 'k', caller: 'portal' }), bounds)).toMatchObject({
        state: 'created',
      })
    })

    test('is bounded for each caller and in all', async () => {
      const small = { perCaller: 2, inAll: 3 }
      const two = { centres: ['310000000000000', '330100000000000'] }
      expect(await jobs.accept(newJob(two), small)).toMatchObject({ state: 'created' })
      expect(await jobs.accept(newJob(), small)).toEqual({ state: 'full' })
      expect(await jobs.accept(newJob({ ...two, caller: 'portal' }), small)).toEqual({ state: 'full' })
      expect(await jobs.accept(newJob({ caller: 'portal' }), small)).toMatchObject({ state: 'created' })
    })
  })

  describe('the trace that a job came with', () => {
    const trace = {
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
      flags: 1,
      state: 'a=1',
    }

    test('goes with its parts, to whichever process asks them, however late', async () => {
      await accepted({ trace })
      expect((await settled(jobs, 'waiting', now)).trace).toEqual(trace)
      await jobs.release('310000000000000', now, 'all')
      const [again] = await claim(other)
      expect(again).toMatchObject({ attempts: 2, trace })
      const [resumed] = await claim(jobs, { at: now + leaseMs })
      expect(resumed).toMatchObject({ resumed: true, trace })
    })

    test('is that of the first request of a key', async () => {
      await accepted({ key: 'k', trace })
      await accepted({ key: 'k', trace: { ...trace, traceId: 'b'.repeat(32) } })
      expect((await claim(jobs)).map((part) => part.trace)).toEqual([trace])
    })

    test('is none where it came with none', async () => {
      await accepted()
      expect((await claim(jobs))[0]?.trace).toBeUndefined()
    })
  })

  describe('a part', () => {
    test('is given to one process, until its lease ends', async () => {
      await accepted()
      const given = await Promise.all([claim(jobs), claim(other)])
      expect(given.flat()).toHaveLength(1)
      expect(await claim(other, { at: now + leaseMs - 1 })).toEqual([])
      const [taken] = await claim(other, { at: now + leaseMs })
      expect(taken).toMatchObject({ resumed: true, attempts: 1, exchangeId: given.flat()[0]?.exchangeId })
    })

    test('that another process took over meanwhile is not settled', async () => {
      await accepted()
      const [part] = await claim(jobs)
      await claim(other, { at: now + leaseMs })
      const settlement = {
        state: 'answered' as const,
        at: now,
        dueAt: now,
        result: resultOf('310000000000000', 'answered'),
      }
      expect(await jobs.settle(part as ClaimedPart, settlement)).toBe(false)
    })

    test('that was given back is continued at once, under the same exchange', async () => {
      await accepted()
      const [part] = await claim(jobs)
      await jobs.giveBack(part as ClaimedPart)
      expect(await claim(other)).toMatchObject([{ resumed: true, exchangeId: part?.exchangeId }])
    })

    test('is asked in turn with those of other callers and centres', async () => {
      for (let i = 0; i < 300; i += 1) await accepted({ caller: 'busy', at: now - 1000 })
      await accepted({ caller: 'portal' })
      await accepted({ caller: 'busy', centres: ['330100000000000'] })
      let left = 3
      const first = await claim(jobs, { takes: () => left-- > 0 })
      expect(new Set(first.map(({ caller, centre }) => `${caller} ${centre}`))).toEqual(
        new Set(['busy 310000000000000', 'busy 330100000000000', 'portal 310000000000000']),
      )
    })

    test('of a centre that has enough in hand is left alone', async () => {
      await accepted({ centres: ['310000000000000', '330100000000000'] })
      const parts = await claim(jobs, { takes: (centre) => centre === '330100000000000' })
      expect(parts.map(({ centre }) => centre)).toEqual(['330100000000000'])
    })

    test('that waits is not asked before it is released', async () => {
      await accepted()
      await settled(jobs, 'waiting', now + 5000)
      expect(await claim(jobs, { at: now + 10_000 })).toEqual([])
      expect(await jobs.waitingAt()).toEqual([{ centre: '310000000000000', dueAt: now + 5000, parts: 1 }])
      await jobs.release('310000000000000', now + 4999, 'due')
      expect(await claim(jobs, { at: now + 4999 })).toEqual([])
      await jobs.release('310000000000000', now + 4999, 'all')
      expect(await claim(jobs, { at: now + 4999 })).toMatchObject([{ attempts: 2, resumed: false }])
    })

    test('that waited in vain ends with why', async () => {
      const id = await accepted()
      await settled(jobs, 'waiting', now + 5000)
      await jobs.endWaits(now + 3_600_000 - 1, ({ centre }) => resultOf(centre, 'not-asked'))
      expect((await jobs.find(id, 'counter'))?.parts[0]?.state).toBe('waiting')
      await jobs.endWaits(now + 3_600_000, ({ centre }) => resultOf(centre, 'not-asked'))
      expect((await jobs.find(id, 'counter'))?.parts[0]?.state).toBe('not-asked')
    })
  })

  describe('a job', () => {
    test('is its caller’s alone', async () => {
      const id = await accepted()
      expect(await jobs.find(id, 'portal')).toBeUndefined()
      expect(await jobs.cancel(id, 'portal', now)).toBe(false)
      expect(await jobs.list('portal', 10)).toEqual([])
    })

    test('that is cancelled asks nobody more; what is in hand still ends', async () => {
      const id = await accepted({ centres: ['310000000000000', '330100000000000'] })
      const [part] = await claim(jobs, { takes: (centre) => centre === '310000000000000' })
      expect(await jobs.cancel(id, 'counter', now)).toBe(true)
      expect(await claim(jobs)).toEqual([])
      const result = resultOf('310000000000000', 'not-asked')
      await jobs.settle(part as ClaimedPart, { state: 'waiting', at: now, dueAt: now, result })
      const job = await jobs.find(id, 'counter')
      expect(job?.parts.map(({ state }) => state)).toEqual(['cancelled', 'cancelled'])
    })

    test('is complete when no part is open, and ends once', async () => {
      const id = await accepted()
      expect(await jobs.complete()).toEqual([])
      await settled(jobs, 'answered')
      const [job] = await jobs.complete()
      expect(job?.id).toBe(id)
      if (!job) return
      await jobs.end(job, Buffer.from('signed'), now)
      await other.end(job, Buffer.from('signed later'), now + 1)
      expect(await jobs.complete()).toEqual([])
      expect(await jobs.find(id, 'counter')).toMatchObject({ endedAt: now, signed: Buffer.from('signed') })
    })

    test('whose question is repeated with its key asks those again that could not be asked', async () => {
      const id = await accepted({ key: 'k', mayWait: false })
      await settled(jobs, 'not-asked')
      const [job] = await jobs.complete()
      if (job) await jobs.end(job, Buffer.from('signed'), now)
      expect(await jobs.accept(newJob({ key: 'k' }), bounds)).toEqual({ state: 'known', id })
      expect(await jobs.find(id, 'counter')).toMatchObject({ endedAt: undefined, signed: undefined })
      await settled(jobs, 'answered')
      expect((await jobs.find(id, 'counter'))?.parts).toMatchObject([{ state: 'answered', attempts: 2 }])
    })

    test('that was cancelled is not opened again', async () => {
      const id = await accepted({ key: 'k' })
      await jobs.cancel(id, 'counter', now)
      await jobs.accept(newJob({ key: 'k' }), bounds)
      expect(await claim(jobs)).toEqual([])
    })

    test('has a revision that rises with each change of a part', async () => {
      const id = await accepted({ centres: ['310000000000000', '330100000000000'] })
      await claim(jobs)
      const job = await jobs.find(id, 'counter')
      expect(job?.parts.map(({ revision }) => revision).sort()).toEqual([1, 2])
      expect(job?.revision).toBe(2)
    })

    test('is forgotten some time after it has ended, and not before', async () => {
      const id = await accepted()
      await settled(jobs, 'answered')
      await jobs.forget(now + 1)
      const [job] = await jobs.complete()
      if (job) await jobs.end(job, Buffer.from('signed'), now)
      await jobs.forget(now)
      expect(await jobs.find(id, 'counter')).toBeDefined()
      await jobs.forget(now + 1)
      expect(await jobs.find(id, 'counter')).toBeUndefined()
      expect(await ground.sql('select count(*) as n from job_part')).toEqual([{ n: expect.anything() }])
      expect(Number((await ground.sql('select count(*) as n from job_part'))[0]?.['n'])).toBe(0)
    })

    test('of a batch is found with its place', async () => {
      const id = randomUUIDv7()
      for (const place of [2, 0]) await accepted({ batch: { id, place } })
      expect((await jobs.batch(id, 'counter')).map(({ place }) => place)).toEqual([0, 2])
      expect(await jobs.batch(id, 'portal')).toEqual([])
    })
  })

  test('figures tell what is open, by state', async () => {
    await accepted({ centres: ['310000000000000', '330100000000000'] })
    await settled(jobs, 'waiting')
    expect((await jobs.figures()).map(({ state, parts }) => [state, parts])).toEqual(
      expect.arrayContaining([['waiting', 1]]),
    )
  })
})
