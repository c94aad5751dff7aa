import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Store } from '../../../src/store/store.ts'
import { type Ground, stopStoreServers, storeKinds } from '../../support/store-grounds.ts'

const master = randomBytes(32)
const now = Date.parse('2026-11-28T09:30:00+08:00')

afterAll(stopStoreServers)

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

  test('what is signed is used once, however many come with it at once, to whichever process', async () => {
    const used = { issuer: '310000000', id: 'id-1', expiresAt: now + 60_000, now }
    const tries = Array.from({ length: 20 }, (_, i) => (i % 2 ? store : other).access.useOnce(used))
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1)
    expect(await other.access.useOnce({ ...used, issuer: 'client loans' })).toBe(true)
    expect(await other.access.useOnce({ ...used, id: 'id-2' })).toBe(true)
  })

  test('what was used is forgotten once it has expired by itself', async () => {
    await store.access.useOnce({ issuer: 'a', id: 'id-1', expiresAt: now + 60_000, now })
    await store.access.useOnce({ issuer: 'a', id: 'id-2', expiresAt: now + 90_000, now: now + 60_000 })
    const kept = await ground.sql('select id from used_authorization')
    expect(kept).toEqual([{ id: 'id-2' }])
  })

  test('a token is known to every process until it expires, and then is gone', async () => {
    const token = { digest: 'digest-1', client: 'loans', expiresAt: now + 600_000 }
    await store.access.keepToken(token, now)
    expect(await other.access.token('digest-1', now + 599_999)).toEqual(token)
    expect(await other.access.token('digest-1', now + 600_000)).toBeUndefined()
    expect(await other.access.token('digest-2', now)).toBeUndefined()
    await store.access.keepToken({ ...token, digest: 'digest-3' }, now + 600_000)
    expect(await ground.sql('select digest from access_token')).toEqual([{ digest: 'digest-3' }])
  })
})

describe('requests', () => {
  let ground: Ground
  let instances: Store[]

  async function open(kind: 'SQLite' | 'PostgreSQL'): Promise<void> {
    ground = await (storeKinds.find((each) => each.kind === kind) ?? storeKinds[0]).ground()
    instances = [await ground.open(master), await ground.open(master)]
  }
  afterEach(() => ground.remove())

  async function admitted(limit: number, at: number, times: number): Promise<number> {
    const verdicts = await Promise.all(
      Array.from({ length: times }, (_, i) => instances[i % 2]?.rate.admit('agreement a', limit, at)),
    )
    return verdicts.filter((verdict) => verdict?.waitSeconds === 0).length
  }

  test('of the instances of one database are counted together, exactly', async () => {
    await open('PostgreSQL')
    expect(await admitted(7, now, 20)).toBe(7)
    expect(await admitted(7, now + 59_999, 4)).toBe(0)
    expect(await admitted(7, now + 61_000, 20)).toBe(7)
    expect(await instances[1]?.rate.admit('agreement a', 7, now + 62_000, 2)).toEqual({
      waitSeconds: 60,
      left: 0,
      moreInSeconds: 60,
    })
    expect(await instances[0]?.rate.admit('agreement b', 7, now + 62_000)).toMatchObject({ left: 6 })
  })

  test('that no longer count are forgotten', async () => {
    await open('PostgreSQL')
    for (const at of [now, now + 1_000, now + 61_000]) await instances[0]?.rate.admit('a', 5, at)
    expect(await ground.sql('select second, requests from request_count order by second')).toEqual([
      { second: String(now / 1000 + 1), requests: '1' },
      { second: String(now / 1000 + 61), requests: '1' },
    ])
  })

  test('of a process with a file of its own are counted without touching it', async () => {
    await open('SQLite')
    expect(await admitted(7, now, 20)).toBe(14)
    expect(await ground.sql('select * from request_count')).toEqual([])
  })
})
