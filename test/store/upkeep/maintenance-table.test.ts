import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Ground, stopStoreServers, storeKinds } from '../../support/store-grounds.ts'

const master = new Uint8Array(32).fill(7)

describe.each(storeKinds)('announced work in $kind', ({ ground: makeGround }) => {
  let ground: Ground
  beforeEach(async () => {
    ground = await makeGround()
  })
  afterEach(() => ground.remove())

  test('is seen by every process that shares the store, the last announcement alone', async () => {
    const here = (await ground.open(master)).maintenance
    const there = (await ground.open(master)).maintenance
    expect(await there.announced()).toBeUndefined()
    await here.announce({ message: { zh: '一', en: 'one' }, since: 1, until: 2_000_000_000_000 })
    await here.announce({ message: { zh: '二', en: '' }, since: 2, until: undefined })
    expect(await there.announced()).toEqual({ message: { zh: '二', en: '' }, since: 2, until: undefined })
  })

  test('ends once', async () => {
    const { maintenance } = await ground.open(master)
    await maintenance.announce({ message: { zh: '一', en: '' }, since: 1, until: undefined })
    expect([await maintenance.end(), await maintenance.end()]).toEqual([true, false])
    expect(await maintenance.announced()).toBeUndefined()
  })
})

afterAll(stopStoreServers)
