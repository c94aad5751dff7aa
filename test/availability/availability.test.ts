import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Availability, createAvailability } from '../../src/availability/availability.ts'
import { GatewayError } from '../../src/errors.ts'
import type { Store } from '../../src/store/store.ts'
import { type Ground, stopStoreServers, storeKinds } from '../support/store-grounds.ts'

const master = new Uint8Array(32).fill(7)
const dayMs = 86_400_000
const centre = '310000000000000'

describe.each(storeKinds)('counting asks in $kind', ({ ground: makeGround }) => {
  let ground: Ground
  let store: Store
  let now: number
  const troubles: GatewayError[] = []

  beforeEach(async () => {
    ground = await makeGround()
    store = await ground.open(master)
    now = Date.parse('2026-11-28T23:59:59+08:00')
    troubles.length = 0
  })
  afterEach(() => ground.remove())
  afterAll(stopStoreServers)

  function counting(in_: Pick<Store, 'availability'> = store): Availability {
    return createAvailability({
      store: in_.availability,
      clock: () => now,
      onTrouble: (error) => troubles.push(error),
    })
  }

  function ask(availability: Availability, responded: boolean): void {
    const event = { exchangeId: 'x', centre, service: 'deposit-record.check' as const, elapsedMs: 1 }
    if (responded) availability.heard({ ...event, state: 'refused' })
    else availability.heard({ ...event, state: 'not-asked', error: new GatewayError('PEER_TIMEOUT') })
  }

  const kept = () => ground.sql('select centre from availability')

  test('is in memory until it is written, and is shown all the same', async () => {
    await using availability = counting()
    ask(availability, true)
    ask(availability, false)
    expect(await kept()).toEqual([])
    expect(await availability.days()).toEqual([
      { centre, day: '2026-11-28', asked: 2, responded: 1, lastRespondedAt: now },
    ])
  })

  test('is written at the stop, each day of China time for itself', async () => {
    {
      await using availability = counting()
      ask(availability, false)
      now += 1_000
      ask(availability, true)
    }
    expect(await store.availability.since('2026-11-01')).toEqual([
      { centre, day: '2026-11-28', asked: 1, responded: 0, lastRespondedAt: undefined },
      { centre, day: '2026-11-29', asked: 1, responded: 1, lastRespondedAt: now },
    ])
  })

  test('of several processes adds up, with the latest moment of them', async () => {
    const later = counting(await ground.open(master))
    const earlier = counting()
    ask(later, true)
    const last = now
    now -= 5_000
    ask(earlier, true)
    ask(earlier, false)
    await later[Symbol.asyncDispose]()
    await earlier[Symbol.asyncDispose]()
    expect(await store.availability.since('2026-11-28')).toEqual([
      { centre, day: '2026-11-28', asked: 3, responded: 2, lastRespondedAt: last },
    ])
  })

  test('shows 30 days and forgets after 90', async () => {
    for (const days of [90, 89, 30, 29, 0]) {
      const day = new Date(now + 8 * 3_600_000 - days * dayMs).toISOString().slice(0, 10)
      await store.availability.add([{ centre, day, asked: 1, responded: 1, lastRespondedAt: 1 }])
    }
    {
      await using availability = counting()
      expect((await availability.days()).map(({ day }) => day)).toEqual(['2026-10-30', '2026-11-28'])
      ask(availability, true)
    }
    const all = await store.availability.since('2000-01-01')
    expect(all.map(({ day }) => day)).toEqual(['2026-08-31', '2026-10-29', '2026-10-30', '2026-11-28'])
  })

  test('STORE_UNAVAILABLE: what could not be written is not lost, and asks go on', async () => {
    const availability = counting()
    ask(availability, true)
    await ground.sql('alter table availability rename to away')
    await availability[Symbol.asyncDispose]()
    expect(troubles.map(({ code }) => code)).toEqual(['STORE_UNAVAILABLE'])
    await ground.sql('alter table away rename to availability')
    ask(availability, true)
    await availability[Symbol.asyncDispose]()
    expect(await store.availability.since('2026-11-28')).toMatchObject([{ asked: 2, responded: 2 }])
  })
})
