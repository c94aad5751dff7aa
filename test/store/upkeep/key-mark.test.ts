import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openJournal } from '../../../src/store/journal/open-journal.ts'
import { openStore } from '../../../src/store/store.ts'
import { type Ground, stopStoreServers, storeKinds } from '../../support/store-grounds.ts'

afterAll(stopStoreServers)

const master = randomBytes(32)
const otherKey = expect.objectContaining({
  code: 'KEY_UNUSABLE',
  detail: expect.stringContaining('not the one that this store is sealed with'),
})

describe.each(storeKinds)('the key of a store on $kind', ({ ground: newGround }) => {
  let ground: Ground
  beforeEach(async () => {
    ground = await newGround()
  })
  afterEach(() => ground.remove())

  async function opened(key: Uint8Array): Promise<void> {
    await using _ = await openStore(ground.place, key)
  }

  test('KEY_UNUSABLE: a store is not opened with another key than it was made with', async () => {
    await opened(master)
    await expect(opened(randomBytes(32))).rejects.toEqual(otherKey)
    await opened(master)
  })

  test('a store from before its key was noted takes that with which it is opened first', async () => {
    await opened(master)
    await ground.sql("delete from key_mark where name = 'store'")
    await opened(master)
    await expect(opened(randomBytes(32))).rejects.toEqual(otherKey)
  })

  test('of two that start at once with different keys one is refused', async () => {
    await opened(master)
    await ground.sql("delete from key_mark where name = 'store'")
    const starts = await Promise.allSettled([master, randomBytes(32)].map((key) => ground.open(key)))
    const refused = starts.flatMap((start) => (start.status === 'rejected' ? [start.reason as unknown] : []))
    expect(refused).toEqual([otherKey])
  })

  test('what is noted tells one key from another, and is not the key', async () => {
    await opened(master)
    await using journal = openJournal(ground.place)
    const mark = (await journal.storeKey()) ?? ''
    expect(mark).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(Buffer.from(mark, 'base64url').equals(master)).toBe(false)
  })
})
