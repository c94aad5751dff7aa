import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { CaseStore, NewCase } from '../../../src/console/cases/ports.ts'
import type { CentreResult } from '../../../src/contracts/generated/types.ts'
import type { NewJob } from '../../../src/jobs/ports.ts'
import { accessDigest, type AccessRecord } from '../../../src/journal/access-record.ts'
import { verifyChain } from '../../../src/journal/verify-chain.ts'
import { createCaseStore } from '../../../src/store/case/case-store.ts'
import type { Database, Work } from '../../../src/store/database.ts'
import { openPostgres } from '../../../src/store/postgres/database.ts'
import { openSqlite } from '../../../src/store/sqlite/database.ts'
import type { Store } from '../../../src/store/store.ts'
import { type Ground, stopStoreServers, storeKinds } from '../../support/store-grounds.ts'

const master = randomBytes(32)
const now = Date.parse('2026-11-28T09:30:00+08:00')
const bounds = { perCaller: 5, inAll: 8 }
const person = { name: '沈清和', idType: 'resident-id', idNumber: '310101190001010011' } as const
const shanghai = '310000000000000'
const suzhou = '320500000000000'
const dayMs = 86_400_000

afterAll(stopStoreServers)

function newCase(changes: Partial<NewCase> = {}): NewCase {
  return {
    id: randomUUIDv7(),
    branch: 'jinling',
    staff: 'lin.yue',
    officer: '林悦',
    person,
    basis: { kind: 'consent', reference: 'SQS-1', expires: '2026-12-28', applicationNumber: 'SL-1' },
    purpose: 'remote-housing-loan',
    createdAt: now,
    key: randomUUIDv7(),
    entry: 'as entered',
    ...changes,
  }
}

function newJob(centres: string[], changes: Partial<NewJob> = {}): NewJob {
  return {
    id: randomUUIDv7(),
    caller: 'console/jinling',
    key: undefined,
    questionDigest: 'd',
    question: { to: centres, service: 'deposit-certificate.issue', body: { person } },
    centres,
    mayWait: false,
    waitUntil: now + dayMs,
    callback: undefined,
    batch: undefined,
    at: now,
    ...changes,
  }
}

function record(changes: Partial<AccessRecord> = {}): AccessRecord {
  return {
    at: now,
    staff: 'lin.yue',
    name: '林悦',
    role: 'officer',
    branch: 'jinling',
    action: 'ask',
    caseId: '',
    centre: '',
    exchangeId: '',
    reason: '',
    ...changes,
  }
}

describe.each(storeKinds)('in $kind', (kind) => {
  let ground: Ground
  /** Two processes of the same member. */
  let store: Store
  let other: Store

  beforeEach(async () => {
    ground = await kind.ground()
    store = await ground.open(master)
    other = await ground.open(master)
  })
  afterEach(() => ground.remove())

  const create = (entered: NewCase, ...jobs: NewJob[]) =>
    store.cases.create(entered, jobs, bounds, record({ caseId: entered.id }))

  /** Everything that is due is asked, and comes to this. */
  async function settle(state: CentreResult['state'] | 'waiting', at = now, answer = {}): Promise<void> {
    const parts = await store.jobs.claim({ at, leaseMs: () => 1000, takes: () => true, newId: randomUUIDv7 })
    for (const part of parts) {
      const result = {
        centre: part.centre,
        state: state === 'waiting' ? 'not-asked' : state,
        elapsedMs: 1,
        answer,
      }
      await store.jobs.settle(part, { state, at, dueAt: at + 1, result: result as CentreResult })
    }
    for (const job of await store.jobs.complete()) await store.jobs.end(job, Buffer.from('signed'), at)
  }

  test('one officer’s key is one case, however often and wherever it comes at once; with other words it is refused', async () => {
    const tries = await Promise.all(
      Array.from({ length: 20 }, (_, i) => {
        const entered = newCase({ key: 'key-1' })
        return (i % 2 ? store : other).cases.create(entered, [newJob([shanghai])], bounds, record())
      }),
    )
    expect(tries.filter(({ state }) => state === 'created')).toHaveLength(1)
    expect(new Set(tries.map((each) => 'id' in each && each.id)).size).toBe(1)
    expect(await ground.sql('select count(*) as n from job')).toMatchObject([{ n: expect.anything() }])
    expect(Number((await ground.sql('select count(*) as n from job'))[0]?.['n'])).toBe(1)
    expect(await create(newCase({ key: 'key-1', entry: 'other' }), newJob([shanghai]))).toEqual({
      state: 'other-entry',
    })
    expect(await create(newCase({ key: 'key-1', staff: 'xu.ning' }), newJob([shanghai]))).toMatchObject({
      state: 'created',
    })
  })

  test('of a case that would be too much nothing is kept, not even part of its asks', async () => {
    expect((await create(newCase(), newJob([shanghai, suzhou, '1']))).state).toBe('created')
    expect(await create(newCase(), newJob([shanghai, suzhou]), newJob(['1']))).toEqual({ state: 'full' })
    expect((await store.cases.list({ branches: 'all', from: 0, to: now + 1 }, 10)).length).toBe(1)
    expect(await store.accesses.list({ branches: 'all', from: 0, to: now + 1 }, 10)).toHaveLength(1)
  })

  test('what is kept names nobody: not in any column of any table', async () => {
    await create(newCase(), newJob([shanghai]))
    await store.accesses.add(record({ action: 'reveal', reason: `核对${person.name}的账户` }), true)
    for (const table of [
      'console_case',
      'console_ask',
      'console_case_centre',
      'console_access',
      'job',
      'journal',
    ]) {
      const rows = await ground.sql(`select * from ${table}`)
      const texts = rows.flatMap((row) =>
        Object.values(row).map((value) =>
          value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value),
        ),
      )
      expect(texts.length).toBeGreaterThan(0)
      expect([
        table,
        texts.filter((text) => text.includes(person.idNumber) || text.includes(person.name)),
      ]).toEqual([table, []])
    }
  })

  test('a case is there for its own branch and for who sees all, and for nobody else', async () => {
    const made = newCase()
    await create(made, newJob([shanghai]), newJob([suzhou], { mayWait: true }))
    const kept = await other.cases.find(made.id, ['jinling'])
    expect(kept).toMatchObject({
      id: made.id,
      person,
      basis: made.basis,
      officer: '林悦',
      centres: [{ centre: shanghai }, { centre: suzhou }],
      asks: [{ mayWait: false }, { mayWait: true }],
    })
    expect(kept?.centres.map(({ job }) => job)).toEqual(kept?.asks.map(({ id }) => id))
    expect(await store.cases.find(made.id, 'all')).toEqual(kept)
    expect(await store.cases.find(made.id, ['jianye'])).toBeUndefined()
    expect(await store.cases.find(randomUUIDv7(), 'all')).toBeUndefined()
  })

  /** Runs `use` on the cases of this store; gives how many statements it read them by. */
  async function statements(use: (cases: CaseStore) => Promise<unknown>): Promise<number> {
    const { place } = ground
    await using database: Database = place.postgres
      ? await openPostgres(place.postgres, () => undefined)
      : openSqlite(place.file, () => undefined)
    let put = 0
    function* counted<T>(work: Work<T>): Work<T> {
      let step = work.next()
      for (; !step.done; step = work.next(yield step.value)) put += 1
      return step.value
    }
    const counting = { ...database, read: <T>(work: () => Work<T>) => database.read(() => counted(work())) }
    await use(createCaseStore({ database: counting, sealer: store.sealer }))
    return put
  }

  test('cases are read by a few statements, however many they are and however many centres each has', async () => {
    const small = newCase()
    await create(small, newJob([shanghai]))
    const list = { branches: 'all', from: 0, to: now + 1 } as const
    const few = [
      await statements((cases) => cases.find(small.id, 'all')),
      await statements((cases) => cases.list(list, 50)),
    ]
    const codes = Array.from({ length: 12 }, (_, i) => `${330000000000000 + i}`)
    const large = newCase({ createdAt: now - 1 })
    const jobs = [newJob(codes.slice(0, 3)), ...codes.slice(3).map((code) => newJob([code]))]
    await store.cases.create(large, jobs, { perCaller: 50, inAll: 50 }, record())
    const many = [
      await statements(async (cases) => {
        const kept = await cases.find(large.id, 'all')
        expect(kept?.centres.map(({ centre }) => centre)).toEqual(codes)
        expect(kept?.asks.map(({ id, parts }) => [id, parts.map(({ centre }) => centre)])).toEqual(
          jobs.map(({ id, centres }) => [id, centres]),
        )
      }),
      await statements(async (cases) => {
        const listed = await cases.list(list, 50)
        expect(listed.map(({ id, centres }) => [id, centres.map(({ centre }) => centre)])).toEqual([
          [small.id, [shanghai]],
          [large.id, codes],
        ])
        expect((await cases.list(list, 1)).map(({ id }) => id)).toEqual([small.id])
      }),
    ]
    // The list was read twice.
    expect(many).toEqual([few[0], 2 * Number(few[1])])
  })

  test('a revision rises with every ask and with all that comes of it', async () => {
    const made = newCase()
    await create(made, newJob([shanghai]))
    const seen = [await store.cases.revision(made.id)]
    await settle('not-asked')
    seen.push(await store.cases.revision(made.id))
    await store.cases.ask(made.id, newJob([shanghai]), bounds, record())
    seen.push(await store.cases.revision(made.id))
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => Number(a) - Number(b)))
    expect(await store.cases.revision(randomUUIDv7())).toBeUndefined()
  })

  test('a centre is asked again once, however often that is wanted at once, and not while it is being asked', async () => {
    const made = newCase()
    await create(made, newJob([shanghai]))
    const again = (at: Store) =>
      at.cases.ask(made.id, newJob([shanghai], { mayWait: true }), bounds, record())
    expect(await again(store)).toBe('open')
    await settle('not-asked')
    const tries = await Promise.all(Array.from({ length: 10 }, (_, i) => again(i % 2 ? store : other)))
    expect(tries.toSorted()).toEqual(['added', ...Array<string>(9).fill('open')])
    const kept = await store.cases.find(made.id, 'all')
    expect(kept?.asks.map(({ mayWait }) => mayWait)).toEqual([false, true])
    expect(kept?.centres[0]?.job).toBe(kept?.asks[1]?.id)
  })

  test('are listed newest first, by day, state, officer, identity number and application', async () => {
    const ids: string[] = []
    for (const [i, changes] of [
      {},
      { staff: 'xu.ning' },
      { person: { ...person, idNumber: '31010119000101002X' } },
      { branch: 'jianye' },
    ].entries()) {
      const made = newCase({ createdAt: now + i, ...changes })
      ids.push(made.id)
      await create(made, newJob([shanghai]))
    }
    const listed = async (filter: object, limit = 10) => {
      const found = await store.cases.list(
        { branches: ['jinling'], from: 0, to: now + 100, ...filter },
        limit,
      )
      return found.map(({ id }) => ids.indexOf(id))
    }
    expect(await listed({})).toEqual([2, 1, 0])
    expect(await listed({}, 2)).toEqual([2, 1])
    expect(await listed({ branches: 'all' })).toEqual([3, 2, 1, 0])
    expect(await listed({ from: now + 1, to: now + 2 })).toEqual([1])
    expect(await listed({ staff: 'xu.ning' })).toEqual([1])
    expect(await listed({ idNumber: '31010119000101002x' })).toEqual([2])
    // The 15 digits of before 1999 are the same person.
    expect(await listed({ idNumber: '310101000101001' })).toEqual([1, 0])
    expect(await listed({ idNumber: '310101190001010038' })).toEqual([])
    expect(await listed({ applicationNumber: 'SL-1' })).toEqual([2, 1, 0])
    expect(await listed({ applicationNumber: 'SL-2' })).toEqual([])
    expect(await listed({ state: 'queued' })).toEqual([2, 1, 0])
    expect(await listed({ state: 'answered' })).toEqual([])
    await settle('answered')
    expect(await listed({ state: 'answered', staff: 'lin.yue' })).toEqual([2, 0])
  })

  test('a centre that answered that it issues none stands as such wherever it is listed', async () => {
    const made = newCase()
    await create(made, newJob([shanghai], { mayWait: true }))
    await settle('waiting')
    await store.jobs.release(shanghai, now, 'all')
    await settle('answered', now + 5, { outcome: 'not-issuable', reason: 'account-closed' })
    const all = { branches: 'all' as const, from: 0, to: now + 100 }
    expect(await store.cases.list({ ...all, state: 'answered' }, 10)).toEqual([])
    expect(await store.cases.list({ ...all, state: 'refused' }, 10)).toMatchObject([
      { id: made.id, centres: [{ centre: shanghai, state: 'refused' }] },
    ])
    expect(await store.cases.returned({ branch: 'jinling', since: 0, limit: 10 })).toMatchObject([
      { caseId: made.id, state: 'refused' },
    ])
  })

  test('what waits is shown until it came back, and then until the branch has seen it', async () => {
    const made = newCase()
    await create(made, newJob([shanghai]), newJob([suzhou], { mayWait: true }))
    await settle('waiting')
    const waiting = await store.cases.waiting(['jinling'], 10)
    expect(waiting).toMatchObject([{ caseId: made.id, centre: suzhou, state: 'waiting', since: now, person }])
    expect(await store.cases.waiting(['jianye'], 10)).toEqual([])
    expect(await store.cases.returned({ branch: 'jinling', since: 0, limit: 10 })).toEqual([])
    await store.jobs.release(suzhou, now, 'all')
    await settle('answered', now + 5)
    expect(await store.cases.waiting(['jinling'], 10)).toEqual([])
    expect(await other.cases.returned({ branch: 'jinling', since: 0, limit: 10 })).toMatchObject([
      { caseId: made.id, centre: suzhou, state: 'answered', endedAt: now + 5 },
    ])
    expect(await store.cases.returned({ branch: 'jianye', since: 0, limit: 10 })).toEqual([])
    expect(await store.cases.returned({ branch: 'jinling', since: now + 5, limit: 10 })).toEqual([])
    await store.cases.seen('jinling', now + 4)
    expect(await store.cases.returned({ branch: 'jinling', since: 0, limit: 10 })).toHaveLength(1)
    await store.cases.seen('jinling', now + 5)
    await store.cases.seen('jinling', now)
    expect(await store.cases.returned({ branch: 'jinling', since: 0, limit: 10 })).toEqual([])
  })

  test('are kept with their jobs beyond the jobs’ own time, and then forgotten with them', async () => {
    const ended = newCase()
    const open = newCase()
    await create(ended, newJob([shanghai]))
    await settle('answered', now + 10)
    await create(open, newJob([suzhou]))
    await store.jobs.forget(now + dayMs)
    expect((await store.cases.find(ended.id, 'all'))?.asks).toHaveLength(1)
    await store.cases.forget(now + 10)
    expect(await store.cases.find(ended.id, 'all')).toBeDefined()
    await store.cases.forget(now + dayMs)
    expect(await store.cases.find(ended.id, 'all')).toBeUndefined()
    expect(await store.cases.find(open.id, 'all')).toBeDefined()
    for (const table of ['job', 'job_part', 'console_ask', 'console_case_centre']) {
      expect([table, await ground.sql(`select * from ${table}`)]).toEqual([table, [expect.anything()]])
    }
    expect(await store.accesses.list({ branches: 'all', from: 0, to: now + 1 }, 10)).toHaveLength(2)
  })

  test('who looked is in the hash-chained journal too, by a digest that the record alone makes', async () => {
    const exchangeId = randomUUIDv7()
    const asked = {
      at: now,
      kind: 'asked' as const,
      exchangeId,
      issuer: '320101000000000',
      audience: shanghai,
      service: 'deposit-certificate.issue',
      purpose: 'remote-housing-loan',
      basis: 'consent',
      operator: 'lin.yue',
      fields: 'account,balance',
      subject: 'keyed',
      outcome: 'sent',
      requestDigest: 'of the request',
      answerDigest: '',
    }
    await store.exchanges.record(asked)
    const looked = record({ action: 'reveal', exchangeId, staff: 'xu.ning', reason: '核对贷款申请' })
    await Promise.all([store, other].map(({ accesses }) => accesses.add(looked, true)))
    await store.accesses.add(record({ action: 'view', exchangeId }), false)
    const entries = await Array.fromAsync(store.journal.all())
    expect(entries.map(({ kind, outcome, operator }) => [kind, outcome, operator])).toEqual([
      ['asked', 'sent', 'lin.yue'],
      ['looked', 'reveal', 'xu.ning'],
      ['looked', 'reveal', 'xu.ning'],
    ])
    const { requestDigest: _, ...same } = asked
    expect(entries[1]).toMatchObject({ ...same, kind: 'looked', operator: 'xu.ning', outcome: 'reveal' })
    expect(verifyChain(entries)).toMatchObject({ ok: true })
    const [row] = await ground.sql('select sequence, reason from console_access order by sequence')
    const { salt } = JSON.parse(
      store.sealer.open(row?.['reason'] as Uint8Array, 'access 1 reason').toString(),
    ) as { salt: string }
    expect(entries[1]?.requestDigest).toBe(accessDigest(looked, salt))
    expect(accessDigest({ ...looked, reason: '别的原因' }, salt)).not.toBe(entries[1]?.requestDigest)
  })

  test('an access that is to be there once is, wherever it comes from; another time, person, action or centre is another', async () => {
    const caseId = randomUUIDv7()
    const looked = record({ action: 'view', caseId, centre: '' })
    const once = (changes: Partial<AccessRecord> = {}, since = now, at = store) =>
      at.accesses.addOnce({ ...looked, ...changes }, since)
    await Promise.all(Array.from({ length: 10 }, (_, i) => once({ at: now + i }, now, i % 2 ? store : other)))
    const kept = async () =>
      (await store.accesses.list({ branches: 'all', from: 0, to: now + dayMs }, 50)).length
    expect(await kept()).toBe(1)
    await once({ at: now + 100 }, now + 50)
    await once({ staff: 'he.jing' })
    await once({ action: 'search' })
    await once({ centre: shanghai })
    await once({ caseId: randomUUIDv7() })
    expect(await kept()).toBe(6)
  })

  test('accesses are listed newest first, of the branches that somebody sees', async () => {
    for (const branch of ['jinling', 'jianye', 'jinling']) {
      await store.accesses.add(record({ branch, action: 'view' }), false)
    }
    const span = { from: now, to: now + 1 }
    const list = (branches: 'all' | string[], limit = 10) => store.accesses.list({ branches, ...span }, limit)
    expect((await list('all')).map(({ branch }) => branch)).toEqual(['jinling', 'jianye', 'jinling'])
    expect(await list(['jianye'])).toEqual([record({ branch: 'jianye', action: 'view' })])
    expect(await list('all', 2)).toHaveLength(2)
    expect(await store.accesses.list({ branches: 'all', from: now + 1, to: now + 9 }, 10)).toEqual([])
  })
})
