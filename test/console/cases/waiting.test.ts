import { randomUUIDv7 } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import request from 'supertest'
import type { ShownWaiting } from '../../../src/console/shown/cases.ts'
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
  shanghai,
  suzhou,
} from '../../support/case-desk.ts'
import { sqliteGround } from '../../support/store-grounds.ts'

const all = [shanghai, hangzhou, suzhou, '500000000000000']
const away = (asking: Asking) => result(asking, 'not-asked', 'PEER_UNREACHABLE')

let world: CaseWorld
let desk: CaseDesk
let asksForHealth: number

beforeEach(async () => {
  world = caseWorld(await sqliteGround())
  world.respond = away
  asksForHealth = 0
  desk = await openDesk(world, {
    healths() {
      asksForHealth += 1
      return world.healths
    },
  })
})
afterEach(async () => {
  await desk[Symbol.asyncDispose]()
  await world.ground.remove()
})

const look = async (): Promise<ShownWaiting> =>
  (await request(desk.as(officer)).get('/console/v1/waiting').expect(200)).body as ShownWaiting

const see = (mark: string) =>
  request(desk.as(officer))
    .post('/console/v1/waiting/seen')
    .set('content-type', 'application/json')
    .send(JSON.stringify({ mark }))

async function enter(cases: number, wait: string[]): Promise<void> {
  for (let i = 0; i < cases; i += 1) {
    await desk.cases.enter(officer, entry({ centres: [], wait }), randomUUIDv7())
  }
}

async function until(parts: number, where: string): Promise<void> {
  const sql = `select count(*) as n from job_part join job on job.id = job_part.job where ${where}`
  while (Number((await world.ground.sql(sql))[0]?.['n']) < parts) await look()
}

/** Everything that waits was asked in vain, is asked once more and answered, each at a moment of its own. */
async function comeBack(parts: number): Promise<void> {
  await until(parts, "state = 'waiting'")
  world.respond = (asking) => {
    world.now += 1
    return result(asking, 'no-record')
  }
  for (const centre of all) {
    world.now += 60_000
    desk.jobs.recovered(centre)
  }
  await until(parts, 'ended_at is not null')
}

describe('the waiting list', () => {
  test('says of each centre how it is, and works that out once, however many wait', async () => {
    world.healths = [{ code: shanghai, state: 'open' }]
    await enter(2, all)
    const { waiting } = await look()
    expect(new Set(waiting.map(({ centre: { code, state } }) => `${code} ${state}`))).toEqual(
      new Set([`${shanghai} open`, ...all.slice(1).map((code) => `${code} unproven`)]),
    )
    expect([waiting.length, asksForHealth]).toEqual([8, 1])
  })

  test('shows the 500 that wait longest, and that there are more', async () => {
    const lengths = async () => {
      const { waiting, moreWaiting } = await look()
      return [waiting.length, moreWaiting]
    }
    await enter(125, all)
    expect(await lengths()).toEqual([500, false])
    await enter(1, [suzhou])
    expect(await lengths()).toEqual([500, true])
  })
})

describe('what came back', () => {
  test('is told to the last, the oldest first: nothing is marked as seen that was not shown', async () => {
    await enter(26, all)
    await comeBack(104)
    const told: ShownWaiting['returned'] = []
    const more: boolean[] = []
    for (let shown = await look(); shown.returned.length > 0; shown = await look()) {
      told.push(...shown.returned)
      more.push(shown.moreReturned)
      await see(shown.mark).expect(200)
    }
    expect(more).toEqual([true, false])
    expect(new Set(told.map(({ caseId, centre }) => `${caseId} ${centre.code}`)).size).toBe(104)
    expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).toSorted())
  })

  test('is told whatever mark was sent before: nobody has seen what is still to come', async () => {
    await see('999999999999999').expect(200)
    await enter(1, [shanghai])
    await comeBack(1)
    expect((await look()).returned).toMatchObject([{ centre: { code: shanghai } }])
  })

  test('CASE_INVALID: a mark that no store can keep', async () => {
    for (const mark of ['9999999999999999', '-1', '1e3', '', '1.5'])
      expect((await see(mark)).body).toMatchObject({ code: 'CASE_INVALID' })
    expect((await look()).returned).toEqual([])
  })
})
