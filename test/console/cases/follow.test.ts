import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createChanges } from '../../../src/jobs/changes.ts'
import { followCase } from '../../../src/console/cases/follow.ts'
import type { ShownCase } from '../../../src/console/shown/cases.ts'
import { GatewayError } from '../../../src/errors.ts'
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
} from '../../support/case-desk.ts'
import { eventsFrom, type EventStream, served } from '../../support/event-stream.ts'
import { sqliteGround } from '../../support/store-grounds.ts'

let world: CaseWorld
let desk: CaseDesk
let other: CaseDesk

beforeEach(async () => {
  world = caseWorld(await sqliteGround())
  desk = await openDesk(world)
  other = await openDesk(world)
})
afterEach(async () => {
  await desk[Symbol.asyncDispose]()
  await other[Symbol.asyncDispose]()
  await world.ground.remove()
})

/** Centres answer as they are let. */
function letting(): (centre: string, state?: 'no-record' | 'refused') => void {
  const waiting = new Map<string, PromiseWithResolvers<'no-record' | 'refused'>>()
  const of = (centre: string) => {
    const known = waiting.get(centre) ?? Promise.withResolvers<'no-record' | 'refused'>()
    waiting.set(centre, known)
    return known
  }
  world.respond = async (asking) => result(asking, await of(asking.centre).promise)
  return (centre, state = 'no-record') => of(centre).resolve(state)
}

async function next(stream: EventStream): Promise<ShownCase> {
  const event = await stream.next()
  expect(event).toMatchObject({ event: 'case' })
  const shown = JSON.parse(event?.data ?? '') as ShownCase
  expect(event?.id).toBe(String(shown.revision))
  return shown
}

/** The whole case, as soon as its centres stand so. */
async function until(stream: EventStream, ...states: string[]): Promise<ShownCase> {
  for (;;) {
    const shown = await next(stream)
    if (shown.centres.map(({ state }) => state).join() === states.join()) return shown
  }
}

const entered = (centres: string[]): Promise<string> => desk.cases.enter(officer, entry({ centres }), 'key-1')

describe('the events of a case', () => {
  test('tell the whole case at once, and again as each centre answers', async () => {
    const answers = letting()
    const id = await entered([shanghai, hangzhou])
    await using server = await served(desk.as(officer))
    await using stream = await eventsFrom(`${server.url}/console/v1/cases/${id}/events`)
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(stream.response.headers.get('cache-control')).toBe('no-store')
    await until(stream, 'asking', 'asking')
    answers(shanghai)
    expect(await until(stream, 'no-record', 'asking')).toMatchObject({ ended: false })
    answers(hangzhou, 'refused')
    expect(await until(stream, 'no-record', 'refused')).toMatchObject({ ended: true })
  })

  test('tell what other instances do', async () => {
    const answers = letting()
    const id = await entered([shanghai])
    await using server = await served(other.as(officer))
    await using stream = await eventsFrom(`${server.url}/console/v1/cases/${id}/events`)
    answers(shanghai, 'refused')
    await until(stream, 'refused')
    world.respond = (asking) => result(asking, 'no-record')
    await desk.cases.retry(officer, id, shanghai)
    await until(stream, 'no-record')
  })

  test('are not told twice to who comes back, and go on from there', async () => {
    const answers = letting()
    const id = await entered([shanghai])
    await using server = await served(desk.as(officer))
    const path = `${server.url}/console/v1/cases/${id}/events`
    let last: ShownCase
    {
      await using stream = await eventsFrom(path)
      last = await until(stream, 'asking')
    }
    await using again = await eventsFrom(path, { 'last-event-id': String(last.revision) })
    answers(shanghai)
    const first = await next(again)
    expect(first.revision).toBeGreaterThan(last.revision)
  })

  test('do not begin for a case that there is not', async () => {
    await using server = await served(desk.as(officer))
    await using stream = await eventsFrom(`${server.url}/console/v1/cases/nothing/events`)
    expect(stream.response.status).toBe(404)
  })

  test('end when the case is no longer to be seen', async () => {
    const id = await entered([shanghai])
    const seen: string[] = []
    const changes = createChanges()
    const gone = new GatewayError('CASE_UNKNOWN')
    const find = async () => {
      const kept = seen.length === 0 ? await desk.store.cases.find(id, 'all') : undefined
      if (!kept) throw gone
      return kept
    }
    const following = followCase(
      { id, known: -1, signal: new AbortController().signal },
      { store: { revision: async () => 1_000 }, jobs: desk.jobs, changes, find },
    )
    const all = async () => {
      for await (const kept of following) seen.push(kept.id)
    }
    await expect(all()).rejects.toBe(gone)
    expect(seen).toEqual([id])
  })

  test('come by being told, not by looking: at once when the answer is there', async () => {
    const answers = letting()
    const id = await entered([shanghai])
    const never = 24 * 3_600_000
    const changes = createChanges()
    const following = followCase(
      { id, known: -1, signal: new AbortController().signal },
      {
        store: desk.store.cases,
        jobs: { changed: (job, _, signal) => desk.jobs.changed(job, never, signal) },
        changes: { next: (key, _, signal) => changes.next(key, never, signal) },
        find: async () => {
          const kept = await desk.store.cases.find(id, 'all')
          if (!kept) throw new GatewayError('CASE_UNKNOWN')
          return kept
        },
      },
    )
    for await (const { asks } of following) {
      const state = asks[0]?.parts[0]?.state
      if (state === 'asking') answers(shanghai)
      if (state === 'no-record') break
    }
  })
})
