import { randomBytes } from 'node:crypto'
import { afterAll, describe, expect, test } from '@jest/globals'
import { stopStoreServers, storeKinds } from '../../support/store-grounds.ts'

afterAll(stopStoreServers)

const master = randomBytes(32)

describe.each(storeKinds)('upkeep on $kind', ({ ground: newGround }) => {
  test('the last of each kind counts, and a restore into the store is a drill that held', async () => {
    const ground = await newGround()
    const { upkeep } = await ground.open(master)
    expect([await upkeep.last('backup'), await upkeep.last('drill')]).toEqual([undefined, undefined])
    await upkeep.done({ kind: 'backup', at: 1_000, holds: true, entries: 7 })
    await upkeep.done({ kind: 'backup', at: 2_000, holds: true, entries: 8 })
    await upkeep.done({ kind: 'drill', at: 1_500, holds: false, entries: undefined })
    expect(await upkeep.last('backup')).toEqual({ kind: 'backup', at: 2_000, holds: true, entries: 8 })
    expect(await upkeep.last('drill')).toEqual({ kind: 'drill', at: 1_500, holds: false, entries: undefined })
    await ground.sql("insert into restore (at, taken_at, sequence, hash) values (3000, 1000, 5, 'h')")
    expect(await upkeep.last('drill')).toEqual({ kind: 'drill', at: 3_000, holds: true, entries: 5 })
    await ground.remove()
  })
})
