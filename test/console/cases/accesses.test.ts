import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type AccessAction, type Accesses, createAccesses } from '../../../src/console/cases/accesses.ts'
import { consolePeople } from '../../support/console-person.ts'
import { type Ground, stopStoreServers, storeKinds } from '../../support/store-grounds.ts'

afterAll(stopStoreServers)

describe.each(storeKinds)('what is written down, in $kind', ({ ground: newGround }) => {
  let ground: Ground
  let now: number
  let told: AccessAction[]
  /** Two instances of one member. */
  let instances: Accesses[]
  let kept: () => Promise<string[]>

  beforeEach(async () => {
    now = Date.parse('2026-11-28T09:30:00+08:00')
    told = []
    ground = await newGround()
    const master = randomBytes(32)
    const store = await ground.open(master)
    // A process with a file of its own counts for itself.
    const others = 'postgres' in ground.place ? [await ground.open(master)] : []
    instances = [store, ...others].map(({ accesses, rate }) =>
      createAccesses({
        store: accesses,
        rate,
        clock: () => now,
        onGiving: (action) => void told.push(action),
      }),
    )
    kept = async () =>
      (await store.accesses.list({ branches: 'all', from: 0, to: now + 1 }, 1_000)).map(
        ({ reason }) => reason,
      )
  })
  afterEach(() => ground.remove())

  const person = consolePeople.officer
  const reason = '核对贷款申请'

  /** So many at once; gives the codes of those that were refused. */
  async function tried(action: AccessAction, times: number, by = person): Promise<string[]> {
    const all = await Promise.allSettled(
      Array.from({ length: times }, (_, i) =>
        instances[i % instances.length]?.record({ person: by, action, reason }),
      ),
    )
    return all.flatMap((each) =>
      each.status === 'rejected' ? [String((each.reason as { code?: string }).code)] : [],
    )
  }

  test.each(['reveal', 'print', 'evidence'] as const)(
    'CONSOLE_BUSY: %s is for nobody more than thirty times within a minute, over all instances',
    async (action) => {
      expect(await tried(action, 33)).toEqual(['CONSOLE_BUSY', 'CONSOLE_BUSY', 'CONSOLE_BUSY'])
      expect(await kept()).toHaveLength(30)
      expect(told).toEqual(Array(30).fill(action))
      // Neither for others nor for what is something else.
      expect(await tried(action, 1, consolePeople.supervisor)).toEqual([])
      expect(await tried(action === 'print' ? 'reveal' : 'print', 1)).toEqual([])
      const refused = instances[0]?.record({ person, action, reason })
      await expect(refused).rejects.toMatchObject({
        code: 'CONSOLE_BUSY',
        retryAfterSeconds: expect.any(Number),
      })
      now += 61_000
      expect(await tried(action, 1)).toEqual([])
    },
  )

  test('looks, and what operators do, are bounded by requests alone', async () => {
    expect(await tried('view', 40)).toEqual([])
    expect(await kept()).toHaveLength(40)
    expect(told).toEqual([])
  })

  test('what is refused for its reason counts for nothing', async () => {
    for (let i = 0; i < 40; i += 1) {
      await expect(
        instances[0]?.record({ person, action: 'reveal', reason: '\u200b'.repeat(4) }),
      ).rejects.toMatchObject({
        code: 'REASON_REQUIRED',
      })
    }
    expect(await tried('reveal', 30)).toEqual([])
  })

  test('T126: no reason keeps an identity number, however it is written', async () => {
    const written = [
      '310101 19000101 0185 核对',
      '310101-19000101-0185',
      '３１０１０１１９０００１０１０１８５',
    ]
    for (const each of written) await instances[0]?.record({ person, action: 'reveal', reason: each })
    expect((await kept()).toReversed()).toEqual([
      '3101**********0185 核对',
      '3101**********0185',
      '3101**********0185',
    ])
  })
})
