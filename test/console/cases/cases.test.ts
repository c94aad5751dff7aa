import { randomUUIDv7 } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import request from 'supertest'
import type { CasesDeps } from '../../../src/console/cases/cases.ts'
import type { ConsolePerson } from '../../../src/console/person.ts'
import type { ShownAccess, ShownCase, ShownCases, ShownWaiting } from '../../../src/console/shown/cases.ts'
import type { ConsoleCase, Problem } from '../../../src/contracts/generated/types.ts'
import { GatewayError } from '../../../src/errors.ts'
import type { Asking } from '../../../src/outbound/ask-centre.ts'
import {
  type CaseDesk,
  type CaseWorld,
  caseWorld,
  entry,
  hangzhou,
  officer,
  openDesk,
  result,
  self,
  shanghai,
  suzhou,
} from '../../support/case-desk.ts'
import { consolePeople, consolePerson } from '../../support/console-person.ts'
import { sqliteGround, stopStoreServers } from '../../support/store-grounds.ts'

let world: CaseWorld
let desk: CaseDesk
const desks: CaseDesk[] = []

async function another(changes: Partial<CasesDeps> = {}): Promise<CaseDesk> {
  const opened = await openDesk(world, changes)
  desks.push(opened)
  return opened
}

beforeEach(async () => {
  world = caseWorld(await sqliteGround())
  desk = await another()
})
afterEach(async () => {
  for (const opened of desks.splice(0)) await opened[Symbol.asyncDispose]()
  await world.ground.remove()
})
afterAll(stopStoreServers)

const post = (path: string, body: object = {}, person = officer, at = desk) =>
  request(at.as(person))
    .post(path)
    .set('content-type', 'application/json')
    .set('idempotency-key', randomUUIDv7())
    .send(JSON.stringify(body))

const get = (path: string, person = officer, at = desk) => request(at.as(person)).get(path)

async function entered(changes: Partial<ConsoleCase> = {}, person = officer): Promise<string> {
  const { status, body } = await post('/console/v1/cases', entry(changes), person)
  expect([status, body]).toEqual([201, { id: expect.any(String) }])
  return (body as { id: string }).id
}

async function shown(id: string, person = officer): Promise<ShownCase> {
  return (await get(`/console/v1/cases/${id}`, person)).body as ShownCase
}

/** The case, as soon as its centres stand so. */
async function reached(id: string, ...states: string[]): Promise<ShownCase> {
  for await (const now of desk.cases.follow(officer, id, -1, new AbortController().signal)) {
    if (now.centres.map(({ state }) => state).join() === states.join()) return now
  }
  throw new Error('never')
}

/** The case, as soon as its first centre was asked so often. */
async function reachedAttempts(id: string, attempts: number): Promise<void> {
  for await (const now of desk.cases.follow(officer, id, -1, new AbortController().signal)) {
    if (now.centres[0]?.attempts === attempts) return
  }
}

const rows = async (table: string): Promise<number> =>
  Number((await world.ground.sql(`select count(*) as n from ${table}`))[0]?.['n'])

describe('a new case', () => {
  test('asks each of its centres for a certificate, on its basis, in the officer’s name', async () => {
    const id = await entered({ centres: [shanghai, hangzhou], applicationNumber: 'SL-1' })
    expect(await reached(id, 'no-record', 'no-record')).toMatchObject({
      id,
      ended: true,
      officer: '林悦',
      branch: { code: 'jinling', name: '金陵管理部' },
      person: { name: '沈*', idNumber: '3101**********0011', idType: 'resident-id' },
      basis: { kind: 'consent', reference: 'SQS-2026-1', expires: '2026-12-28' },
      applicationNumber: 'SL-1',
      centres: [
        { code: shanghai, name: '上海市公积金管理中心', attempts: 1, elapsedMs: 1 },
        { code: hangzhou },
      ],
    })
    expect(world.asked.map(({ centre }) => centre)).toEqual([shanghai, hangzhou])
    expect(world.asked[0]?.question).toMatchObject({
      service: 'deposit-certificate.issue',
      purpose: 'remote-housing-loan',
      basis: { kind: 'consent', reference: 'SQS-2026-1', expires: '2026-12-28', applicationNumber: 'SL-1' },
      operator: { id: 'lin.yue', terminal: 'jinling' },
      // What the agreement gives of what the form has.
      fields: ['account', 'contribution', 'balance', 'continuity', 'loans'],
      body: {
        person: { name: '沈清和', idType: 'resident-id', idNumber: '310101190001010011' },
        addressee: self,
      },
    })
  })

  test('asks within the trace of the officer’s request, and again within that of the next one', async () => {
    const traced = (path: string, body: object, digit: string) =>
      post(path, body).set('traceparent', `00-${digit.repeat(32)}-${digit.repeat(16)}-01`)
    const { body } = await traced('/console/v1/cases', entry({ centres: [shanghai, hangzhou] }), 'a')
    const { id } = body as { id: string }
    await reached(id, 'no-record', 'no-record')
    await traced(`/console/v1/cases/${id}/centres/${shanghai}/retry`, {}, 'b')
    while (world.asked.length < 3) await desk.jobs.changed(id, 10, new AbortController().signal)
    expect(world.asked.map(({ trace }) => trace?.traceId)).toEqual(
      ['a', 'a', 'b'].map((each) => each.repeat(32)),
    )
  })

  test('gets an application number where it has none', async () => {
    const [one, two] = [await shown(await entered()), await shown(await entered())]
    expect(one.applicationNumber).toMatch(/^SL20261128-[2-9A-HJ-NP-Z]{8}$/)
    expect(two.applicationNumber).not.toBe(one.applicationNumber)
  })

  test('of a double click is one, on whichever instance each lands', async () => {
    const other = await another()
    const key = randomUUIDv7()
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        post('/console/v1/cases', entry(), officer, i % 2 ? desk : other).set('idempotency-key', key),
      ),
    )
    expect(new Set(answers.map(({ status, body }) => `${status} ${(body as { id: string }).id}`)).size).toBe(
      1,
    )
    await reached(String((answers[0]?.body as { id?: string } | undefined)?.id), 'no-record')
    expect([world.asked.length, await rows('console_case'), await rows('console_access')]).toEqual([1, 1, 1])
  })

  test.each<[string, Partial<ConsoleCase>, string]>([
    ['without a basis', { basis: {} }, '/basis/kind'],
    [
      'on a basis that has expired',
      { basis: { kind: 'consent', reference: 'S', expires: '2026-11-27' } },
      '/basis/expires',
    ],
    [
      'about nobody possible',
      { person: { name: '沈清和', idNumber: '310101190001010012' } },
      '/person/idNumber',
    ],
    ['to a centre that cannot be asked', { centres: [self] }, '/centres'],
  ])('%s is told what is wrong; nothing leaves and nothing is kept', async (_, changes, where) => {
    const { status, body } = await post('/console/v1/cases', entry(changes))
    expect([status, body]).toMatchObject([422, { code: 'CASE_INVALID' }])
    expect((body as Problem).faults?.map((fault) => fault.where)).toContain(where)
    expect(world.asked).toEqual([])
    for (const table of ['console_case', 'job', 'console_access'])
      expect([table, await rows(table)]).toEqual([table, 0])
  })

  test('T119: a field that no page has changes nothing, it is refused', async () => {
    for (const hidden of [
      { branch: 'jianye' },
      { officer: 'x' },
      { person: { ...entry().person, verified: true } },
    ]) {
      const { status, body } = await post('/console/v1/cases', { ...entry(), ...hidden })
      expect([status, body]).toMatchObject([422, { code: 'CASE_INVALID' }])
    }
    expect(await rows('console_case')).toBe(0)
  })

  test('has a key that is a key, and one key has one case', async () => {
    const app = request(desk.as(officer))
    const send = (key?: string, body: object = entry()) => {
      const call = app.post('/console/v1/cases').set('content-type', 'application/json')
      return (key === undefined ? call : call.set('idempotency-key', key)).send(JSON.stringify(body))
    }
    expect((await send()).body).toMatchObject({ code: 'IDEMPOTENCY_KEY_INVALID' })
    expect((await send('310101190001010011')).body).toMatchObject({ code: 'IDEMPOTENCY_KEY_INVALID' })
    expect((await send('key-1')).status).toBe(201)
    expect((await send('key-1', entry({ centres: [hangzhou] }))).body).toMatchObject({
      code: 'IDEMPOTENCY_MISMATCH',
    })
  })

  test.each<[string, Partial<CasesDeps>, () => void]>([
    [
      'while the member is being worked on',
      {
        maintenance: () => ({ message: { zh: '升级维护', en: 'Upgrade' }, since: 0, until: undefined }),
      },
      () => undefined,
    ],
    ['after its basis has expired', {}, () => void (world.now = Date.parse('2026-12-29T09:00:00+08:00'))],
    [
      'after the directory has expired',
      {
        directory() {
          throw new GatewayError('DIRECTORY_EXPIRED')
        },
      },
      () => undefined,
    ],
  ])('that is entered again is the one that there is, also %s', async (_, changes, pass) => {
    const send = (at: CaseDesk, body = entry()) =>
      post('/console/v1/cases', body, officer, at).set('idempotency-key', 'key-1')
    const { body: first } = await send(desk)
    pass()
    const later = await another(changes)
    const { status, body } = await send(later)
    expect([status, body]).toEqual([201, first])
    const other = await send(later, entry({ centres: [hangzhou] }))
    expect(other.body).toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' })
    expect([await rows('console_case'), await rows('console_access')]).toEqual([1, 1])
  })

  test('and the record of who asked are of one moment', async () => {
    desk = await another({ clock: () => (world.now += 1) })
    await entered()
    expect(await world.ground.sql('select created_at as at from console_case')).toEqual(
      await world.ground.sql('select at from console_access'),
    )
  })

  test('is not taken while the member is being worked on', async () => {
    const message = { zh: '升级维护', en: 'Upgrade' }
    desk = await another({ maintenance: () => ({ message, since: 0, until: undefined }) })
    expect((await post('/console/v1/cases', entry())).body).toMatchObject({ code: 'MAINTENANCE' })
    expect(world.asked).toEqual([])
  })
})

describe('a centre that could not be asked', () => {
  const away = (asking: Asking) => result(asking, 'not-asked', 'PEER_UNREACHABLE')

  test('is never shown as one without a record', async () => {
    world.respond = away
    const { centres } = await reached(await entered(), 'not-asked')
    expect(centres[0]).toMatchObject({ state: 'not-asked', problem: { code: 'PEER_UNREACHABLE' } })
  })

  test('is asked again once at a double click, and keeps no other centre waiting', async () => {
    world.respond = (asking) => (asking.centre === shanghai ? away(asking) : result(asking, 'no-record'))
    const id = await entered({ centres: [shanghai, hangzhou] })
    await reached(id, 'not-asked', 'no-record')
    world.respond = (asking) => result(asking, 'no-record')
    const path = `/console/v1/cases/${id}/centres/${shanghai}/retry`
    const [one, two] = await Promise.all([post(path), post(path)])
    expect([one.status, two.status]).toEqual([200, 200])
    const now = await reached(id, 'no-record', 'no-record')
    expect(now.centres.map(({ attempts }) => attempts)).toEqual([2, 1])
    expect(world.asked).toHaveLength(3)
    expect(
      (await world.ground.sql('select action, centre from console_access order by sequence')).map(
        ({ action, centre: of }) => `${action} ${of}`,
      ),
    ).toEqual(['ask ', `retry ${shanghai}`])
  })

  test('waits where that is wanted, is asked when it is back, and its branch is told until it has seen it', async () => {
    world.respond = away
    const id = await entered()
    await reached(id, 'not-asked')
    await post(`/console/v1/cases/${id}/centres/${shanghai}/wait`)
    const waits = await reached(id, 'waiting')
    expect(waits).toMatchObject({
      ended: false,
      centres: [{ nextAttemptAt: expect.any(String), waitUntil: '2026-12-28T09:30:00+08:00' }],
    })
    world.healths = [{ code: shanghai, state: 'open' }]
    const listed = (await get('/console/v1/waiting')).body as ShownWaiting
    expect(listed).toMatchObject({
      waiting: [
        {
          caseId: id,
          person: { name: '沈*', idNumber: '3101**********0011' },
          centre: { code: shanghai, state: 'open' },
          basisExpires: '2026-12-28',
        },
      ],
      returned: [],
    })
    expect((await get('/console/v1/waiting', consolePeople.otherOfficer)).body).toMatchObject({ waiting: [] })
    world.respond = (asking) => result(asking, 'no-record')
    world.now += 60_000
    desk.jobs.recovered(shanghai)
    await reached(id, 'no-record')
    let back = { returned: [] } as unknown as ShownWaiting
    while (back.returned.length === 0) back = (await get('/console/v1/waiting')).body as ShownWaiting
    expect(back).toMatchObject({
      waiting: [],
      returned: [{ caseId: id, person: { name: '沈*' }, centre: { code: shanghai }, state: 'no-record' }],
    })
    expect((await get('/console/v1/waiting', consolePeople.auditor)).body).toMatchObject({ returned: [] })
    expect((await post('/console/v1/waiting/seen', { mark: back.mark })).status).toBe(200)
    expect((await get('/console/v1/waiting')).body).toMatchObject({ returned: [] })
  })

  test('is asked at once where somebody will not wait for the next try, on record, and waits on where that fails', async () => {
    world.respond = away
    const id = await entered({ centres: [], wait: [shanghai] })
    const before = await reached(id, 'waiting')
    const path = `/console/v1/cases/${id}/centres/${shanghai}/retry`
    await post(path)
    await reachedAttempts(id, (before.centres[0]?.attempts ?? 0) + 1)
    expect((await reached(id, 'waiting')).centres[0]?.nextAttemptAt).toBeDefined()
    world.respond = (asking) => result(asking, 'no-record')
    await post(path)
    await reached(id, 'no-record')
    expect(await world.ground.sql("select centre from console_access where action = 'retry'")).toHaveLength(2)
  })

  test('can be put on the waiting list at once, and given up without giving up others', async () => {
    world.respond = away
    const id = await entered({ centres: [hangzhou], wait: [shanghai, suzhou] })
    await reached(id, 'not-asked', 'waiting', 'waiting')
    const { body } = await request(desk.as(officer)).delete(
      `/console/v1/cases/${id}/centres/${shanghai}/wait`,
    )
    expect((body as ShownCase).centres.map(({ state }) => state)).toEqual([
      'not-asked',
      'cancelled',
      'waiting',
    ])
    // What was given up can be asked again, and waited for again.
    const path = `/console/v1/cases/${id}/centres/${shanghai}`
    await post(`${path}/wait`)
    await reached(id, 'not-asked', 'waiting', 'waiting')
    await request(desk.as(officer)).delete(`${path}/wait`)
    await post(`${path}/retry`)
    await reached(id, 'not-asked', 'not-asked', 'waiting')
    await post(`${path}/wait`)
    await request(desk.as(officer)).delete(`${path}/wait`)
    // Giving up what does not wait does nothing.
    await request(desk.as(officer)).delete(`/console/v1/cases/${id}/centres/${hangzhou}/wait`)
    expect((await shown(id)).centres.map(({ state }) => state)).toEqual(['not-asked', 'cancelled', 'waiting'])
  })

  test('is not asked again once the basis has expired', async () => {
    world.respond = away
    const id = await entered()
    await reached(id, 'not-asked')
    world.now = Date.parse('2026-12-29T09:00:00+08:00')
    for (const way of ['retry', 'wait']) {
      const { body } = await post(`/console/v1/cases/${id}/centres/${shanghai}/${way}`)
      expect(body).toMatchObject({ code: 'BASIS_EXPIRED' })
    }
    expect(world.asked).toHaveLength(1)
  })

  test('and says things of the person in its own words is not quoted', async () => {
    const own = { zh: '沈清和 310101190001010011 有误', en: 'Wrong' }
    world.respond = (asking) => ({
      ...result(asking, 'refused', 'RATE_LIMITED'),
      problem: {
        ...result(asking, 'refused', 'RATE_LIMITED').problem,
        code: asking.centre === shanghai ? 'THEIR_OWN' : 'RATE_LIMITED',
        title: own,
        hint: own,
        detail: '310101190001010011',
      } as Problem,
    })
    const text = JSON.stringify(
      await reached(await entered({ centres: [shanghai, hangzhou] }), 'refused', 'refused'),
    )
    expect(text).not.toMatch(/沈清和|310101190001010011/)
    expect(text).toContain('THEIR_OWN')
  })

  test('and hides the person’s number behind what nobody sees is masked all the same', async () => {
    const detail = '310101\u31641900\u202e01010011 有误\n请核对'
    world.respond = (asking) => {
      const refused = result(asking, 'refused', 'RATE_LIMITED')
      return { ...refused, problem: { ...(refused.problem as Problem), detail } }
    }
    expect((await reached(await entered(), 'refused')).centres[0]?.problem?.detail).toBe(
      '3101**********0011 有误 请核对',
    )
  })
})

test('a consent that was used for something else is refused with what differs', async () => {
  world.respond = (asking) => {
    const where = '/basis/applicationNumber'
    const refused = result(asking, 'refused', 'BASIS_MISMATCHED')
    return { ...refused, problem: { ...(refused.problem as Problem), where } }
  }
  expect((await reached(await entered(), 'refused')).centres[0]?.problem).toMatchObject({
    code: 'BASIS_MISMATCHED',
    hint: { zh: expect.not.stringContaining('where') },
    where: '/basis/applicationNumber',
  })
})

describe('whom a case is about', () => {
  test('is given whole for a reason, also where no centre knows them, and that is on record and in the journal', async () => {
    const id = await entered()
    const exchangeId = (await reached(id, 'no-record')).centres[0]?.exchangeId
    const path = `/console/v1/cases/${id}/reveal`
    expect((await post(path, { reason: ' 核对 ' })).body).toMatchObject({ code: 'REASON_REQUIRED' })
    expect((await post(path, { reason: '核对沈清和的姓名' })).body).toEqual({
      person: { name: '沈清和', idNumber: '310101190001010011' },
      seconds: 60,
    })
    const { entries } = (await get('/console/v1/access', consolePeople.auditor)).body as ShownAccess
    expect(entries.map(({ action }) => action)).toEqual(['reveal', 'ask'])
    expect(entries[0]).toMatchObject({ caseId: id, exchangeId, reason: '核对沈*的姓名', role: 'officer' })
    expect(await world.ground.sql('select kind, exchange_id, outcome from journal')).toEqual([
      { kind: 'looked', exchange_id: exchangeId, outcome: 'reveal' },
    ])
  })
})

describe('what somebody does or sees of a colleague’s case is on record', () => {
  const told = async (): Promise<string[]> => {
    const { entries } = (await get('/console/v1/access', consolePeople.auditor)).body as ShownAccess
    return entries
      .map(({ staff, action, centre }) => [staff, action, centre?.code].join(' ').trim())
      .toReversed()
  }

  test('asking again, waiting and giving up, with the centre; giving up what does not wait does nothing', async () => {
    world.respond = (asking) => result(asking, 'not-asked', 'PEER_UNREACHABLE')
    const id = await entered()
    await reached(id, 'not-asked')
    const { supervisor } = consolePeople
    const path = `/console/v1/cases/${id}/centres/${shanghai}`
    await post(`${path}/retry`, {}, supervisor)
    await reached(id, 'not-asked')
    await post(`${path}/wait`, {}, supervisor)
    await reached(id, 'waiting')
    for (const _ of [1, 2]) await request(desk.as(supervisor)).delete(`${path}/wait`)
    await reached(id, 'cancelled')
    expect(await told()).toEqual([
      'lin.yue ask',
      `xu.ning retry ${shanghai}`,
      'xu.ning view',
      `xu.ning wait ${shanghai}`,
      `xu.ning give-up ${shanghai}`,
    ])
  })

  test('a look, once for each person and day (China time), on whichever instance and however often the page comes back', async () => {
    const id = await entered()
    await reached(id, 'no-record')
    const other = await another()
    world.now = Date.parse('2026-11-28T23:59:00+08:00')
    await Promise.all(
      [1, 2, 3, 4].map((n) => get(`/console/v1/cases/${id}`, consolePeople.auditor, n % 2 ? desk : other)),
    )
    await shown(id, consolePeople.supervisor)
    await shown(id)
    expect((await told()).toSorted()).toEqual(['he.jing view', 'lin.yue ask', 'xu.ning view'])
    world.now = Date.parse('2026-11-29T00:01:00+08:00')
    await shown(id, consolePeople.auditor)
    expect((await told()).filter((line) => line === 'he.jing view')).toHaveLength(2)
  })

  test('following it, once, whatever changes meanwhile', async () => {
    world.respond = (asking) => result(asking, 'not-asked', 'PEER_UNREACHABLE')
    const id = await entered()
    await reached(id, 'not-asked')
    const gone = new AbortController()
    const events = desk.cases.follow(consolePeople.auditor, id, -1, gone.signal)
    await events.next()
    expect(await told()).toEqual(['lin.yue ask', 'he.jing view'])
    await post(`/console/v1/cases/${id}/centres/${shanghai}/retry`)
    await events.next()
    gone.abort()
    expect(await told()).toEqual(['lin.yue ask', 'he.jing view', `lin.yue retry ${shanghai}`])
  })
})

describe('history', () => {
  test('shows the newest 50, and that there are more', async () => {
    for (let i = 0; i < 51; i += 1) await desk.cases.enter(officer, entry(), randomUUIDv7())
    const { cases, more } = (await get('/console/v1/cases')).body as ShownCases
    expect([cases.length, more]).toEqual([50, true])
  })

  test('is searched by identity or application number in the body, as typed', async () => {
    const id = await entered({ applicationNumber: 'SL-7' })
    await entered({ person: { name: '顾长宁', idNumber: '31010119000101002X' } })
    const found = async (search: object) => {
      const { cases } = (await post('/console/v1/cases/search', search)).body as ShownCases
      return cases.map((each) => each.id)
    }
    expect(await found({ idNumber: ' ３１０１０１ 190001010011' })).toEqual([id])
    expect(await found({ applicationNumber: ' SL－７ ' })).toEqual([id])
    expect(await found({ idNumber: '310101190001010038' })).toEqual([])
    expect(await found({})).toHaveLength(2)
    expect(await found({ mine: true, from: '2026-11-28', to: '2026-11-28' })).toHaveLength(2)
    expect(await found({ from: '2026-11-29' })).toEqual([])
  })

  test('searched by an identity number is on record: by a hash, and never by the number', async () => {
    const id = await entered()
    await post('/console/v1/cases/search', { applicationNumber: 'SL-7' })
    await post('/console/v1/cases/search', { idNumber: '310101 190001010011' })
    const entries = await desk.cases.access(consolePeople.auditor, {})
    const [found, ...others] = entries.entries
    expect(others.map(({ action, caseId }) => [action, caseId])).toEqual([['ask', id]])
    const hash = desk.store.sealer.keyedHash('310101190001010011')
    expect(found).toMatchObject({
      action: 'find',
      staff: 'lin.yue',
      reason: `证件号哈希 ${hash.slice(0, 12)}`,
    })
    expect(JSON.stringify(entries)).not.toContain('310101190001010011')
  })

  test('T126: takes no identity number in a URL, and none is in logs or what is refused', async () => {
    for (const query of [
      'idNumber=310101190001010011',
      'state=310101190001010011',
      'from=310101190001010011',
    ]) {
      const { status, text } = await get(`/console/v1/cases?${query}`)
      expect([status, text.includes('310101190001010011')]).toEqual([400, false])
      expect(text).toContain('QUERY_INVALID')
    }
    await post('/console/v1/cases', entry({ person: { name: '沈清和', idNumber: '310101190001010012' } }))
    expect(world.refused.length).toBeGreaterThan(3)
    expect(JSON.stringify(world.refused)).not.toMatch(/31010119000101001|沈清和/)
  })

  test('T126: nothing that is told may be kept by a cache', async () => {
    const id = await entered()
    for (const path of ['centres', 'cases', `cases/${id}`, 'waiting']) {
      expect([path, (await get(`/console/v1/${path}`)).headers['cache-control']]).toEqual([path, 'no-store'])
    }
  })
})

describe('who may do what', () => {
  const centre = `centres/${shanghai}`
  /** Everything that there is about one case. */
  const endpoints = (id: string): [method: 'get' | 'post' | 'delete', path: string, body?: object][] => [
    ['get', `/console/v1/cases/${id}`],
    ['get', `/console/v1/cases/${id}/events`],
    ['get', `/console/v1/cases/${id}/${centre}/certificate`],
    ['post', `/console/v1/cases/${id}/${centre}/retry`],
    ['post', `/console/v1/cases/${id}/${centre}/wait`],
    ['delete', `/console/v1/cases/${id}/${centre}/wait`],
    ['post', `/console/v1/cases/${id}/${centre}/certificate/reveal`, { reason: '核对贷款申请' }],
    ['post', `/console/v1/cases/${id}/${centre}/certificate/reveal`, { reason: '' }],
    ['post', `/console/v1/cases/${id}/reveal`, { reason: '核对贷款申请' }],
    ['post', `/console/v1/cases/${id}/reveal`, { reason: '' }],
  ]

  function call(person: ConsolePerson, [method, path, body = {}]: ReturnType<typeof endpoints>[number]) {
    const sent = request(desk.as(person))[method](path)
    return method === 'post' ? sent.set('content-type', 'application/json').send(JSON.stringify(body)) : sent
  }

  /** A refusal, but for the id that each has of its own. */
  const uniform = ({ status, text, headers }: request.Response) => [
    status,
    text.replace(String(headers['request-id']), 'ID'),
    headers['content-type'],
    headers['content-length'],
  ]

  test('T118: a case of another branch is the same as none, byte for byte, at every endpoint', async () => {
    const id = await entered()
    await reached(id, 'no-record')
    const before = await shown(id)
    const supervisor = consolePerson('wu.fan', '吴帆', 'jianye', 'supervisor')
    for (const person of [consolePeople.otherOfficer, supervisor]) {
      const theirs = endpoints(id)
      const nobodys = endpoints(randomUUIDv7())
      for (const [i, endpoint] of theirs.entries()) {
        const [foreign, unknown] = [await call(person, endpoint), await call(person, nobodys[i] ?? endpoint)]
        expect([endpoint, ...uniform(foreign)]).toEqual([endpoint, ...uniform(unknown)])
        expect(foreign.body).toMatchObject({ status: 404, code: 'CASE_UNKNOWN' })
      }
    }
    expect(await shown(id)).toEqual({ ...before, revision: expect.any(Number) })
    const { body } = await get('/console/v1/cases', consolePeople.otherOfficer)
    expect(body).toEqual({ cases: [], more: false })
    const search = { idNumber: '310101190001010011' }
    expect((await post('/console/v1/cases/search', search, consolePeople.otherOfficer)).body).toMatchObject({
      cases: [],
    })
  })

  test('an auditor sees every branch’s cases, masked, and changes nothing', async () => {
    const id = await entered()
    await reached(id, 'no-record')
    const seen = await shown(id, consolePeople.auditor)
    expect(seen).toEqual({ ...(await shown(id)), revision: expect.any(Number) })
    expect(((await get('/console/v1/cases', consolePeople.auditor)).body as ShownCases).cases).toHaveLength(1)
    for (const endpoint of endpoints(id).filter(([method]) => method !== 'get')) {
      expect((await call(consolePeople.auditor, endpoint)).body).toMatchObject({ code: 'CONSOLE_FORBIDDEN' })
    }
    expect((await post('/console/v1/cases', entry(), consolePeople.auditor)).status).toBe(403)
  })

  test('who audits and is an officer too does more than look in the own branch only', async () => {
    const id = await entered()
    await reached(id, 'no-record')
    const both = consolePerson('qin.lan', '秦岚', 'jianye', 'officer', 'auditor')
    expect((await shown(id, both)).id).toBe(id)
    for (const endpoint of endpoints(id).slice(3)) {
      expect((await call(both, endpoint)).body).toMatchObject({ code: 'CASE_UNKNOWN' })
    }
  })

  test('T120: an operator sees no case, and who looked is told to supervisors and auditors alone', async () => {
    const id = await entered()
    for (const endpoint of endpoints(id)) {
      expect((await call(consolePeople.operator, endpoint)).body).toMatchObject({ code: 'CONSOLE_FORBIDDEN' })
    }
    await entered({}, consolePeople.otherOfficer)
    const told = async (person: ConsolePerson) => {
      const { status, body } = await get('/console/v1/access', person)
      const { entries = [] } = body as { entries?: { staff: string; action: string }[] }
      return [status, ...entries.map(({ staff, action }) => `${staff} ${action}`)]
    }
    expect(await told(officer)).toEqual([403])
    expect(await told(consolePeople.operator)).toEqual([403])
    expect(await told(consolePeople.supervisor)).toEqual([200, 'lin.yue ask'])
    expect(await told(consolePeople.auditor)).toEqual([200, 'zhou.hang ask', 'lin.yue ask'])
  })

  test('cases are read after the directory has expired too: centres keep their names', async () => {
    const id = await entered()
    await reached(id, 'no-record')
    desk = await another({
      directory() {
        throw new GatewayError('DIRECTORY_EXPIRED')
      },
    })
    for (const [path, person] of [
      [`cases/${id}`, officer],
      ['cases', officer],
      ['waiting', officer],
      ['access', consolePeople.supervisor],
    ] as const)
      expect([path, (await get(`/console/v1/${path}`, person)).status]).toEqual([path, 200])
    expect((await shown(id)).centres).toMatchObject([{ code: shanghai, name: '上海市公积金管理中心' }])
    expect((await post('/console/v1/cases', entry())).body).toMatchObject({ code: 'DIRECTORY_EXPIRED' })
  })

  test('a centre that was not asked for a case is not asked through it', async () => {
    const id = await entered()
    await reached(id, 'no-record')
    for (const way of ['retry', 'wait', 'certificate/reveal']) {
      const path = `/console/v1/cases/${id}/centres/${hangzhou}/${way}`
      expect((await post(path, { reason: '核对贷款申请' })).body).toMatchObject({ code: 'CASE_UNKNOWN' })
    }
    expect(world.asked).toHaveLength(1)
  })
})
