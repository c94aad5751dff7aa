import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { BegunSession } from '../../../src/console/session/ports.ts'
import { type Ground, stopStoreServers, storeKinds } from '../../support/store-grounds.ts'

const master = new Uint8Array(32).fill(7)
const session: BegunSession = {
  person: {
    subject: 'subject-17',
    staff: 'lin.yue',
    name: '林悦',
    roles: new Set(['officer', 'auditor']),
    branch: 'jinling',
  },
  tokens: { access: 'access-token', refresh: undefined, identity: 'identity-token' },
  csrf: 'csrf-token',
  beganAt: 1_000,
  endsAt: 9_000,
}

describe.each(storeKinds)('console sessions in $kind', ({ ground: makeGround }) => {
  let ground: Ground
  beforeEach(async () => {
    ground = await makeGround()
  })
  afterEach(() => ground.remove())

  async function twoInstances() {
    const [here, there] = [await ground.open(master), await ground.open(master)]
    await here.sessions.begin('digest', session)
    return { here: here.sessions, there: there.sessions }
  }

  test('are seen by every instance until they end', async () => {
    const { here, there } = await twoInstances()
    expect(await there.find('digest', 8_999)).toEqual({
      ...session,
      seenAt: 1_000,
      locked: false,
      checkedAt: 1_000,
    })
    expect(await there.find('digest', 9_000)).toBeUndefined()
    expect(await here.find('other', 2_000)).toBeUndefined()
  })

  test('that ended at one instance are ended at all, and nothing brings them back', async () => {
    const { here, there } = await twoInstances()
    await here.end('digest')
    await there.seen('digest', 2_000)
    await there.lock('digest')
    await there.checked('digest', session, 2_000)
    expect(await there.mayCheck('digest', 2_000, 2_000)).toBe(false)
    expect(await there.find('digest', 2_000)).toBeUndefined()
    expect(await ground.sql('select digest from console_session')).toEqual([])
  })

  test('stay locked, whatever a late request says of a hand on them', async () => {
    const { here, there } = await twoInstances()
    await here.seen('digest', 2_000)
    await here.lock('digest')
    await there.seen('digest', 3_000)
    expect(await there.find('digest', 3_000)).toMatchObject({ seenAt: 2_000, locked: true, endsAt: 9_000 })
  })

  test('are counted, open and locked apart, until they end', async () => {
    const { here, there } = await twoInstances()
    await here.begin('second', session)
    await here.lock('second')
    expect(await there.figures(2_000)).toEqual({ open: 1, locked: 1 })
    await here.end('digest')
    expect(await there.figures(2_000)).toEqual({ open: 0, locked: 1 })
    expect(await there.figures(9_000)).toEqual({ open: 0, locked: 0 })
  })

  test('are checked by one instance at a time', async () => {
    const { here, there } = await twoInstances()
    const asked = await Promise.all(
      [here, there, here, there].map((at) => at.mayCheck('digest', 1_000, 4_000)),
    )
    expect(asked.filter(Boolean)).toHaveLength(1)
    expect(await here.mayCheck('digest', 3_999, 7_000)).toBe(false)
    expect(await here.mayCheck('digest', 4_000, 7_000)).toBe(true)
  })

  test('take over what the provider says, and keep what was said of the desk', async () => {
    const { here, there } = await twoInstances()
    await here.seen('digest', 2_000)
    const changed = {
      ...session,
      person: { ...session.person, roles: new Set(['operator'] as const), branch: '' },
    }
    await here.checked(
      'digest',
      { ...changed, tokens: { ...session.tokens, refresh: 'refresh-token' } },
      3_000,
    )
    expect(await there.find('digest', 4_000)).toMatchObject({
      person: { branch: '', roles: new Set(['operator']) },
      tokens: { refresh: 'refresh-token' },
      seenAt: 2_000,
      checkedAt: 3_000,
    })
  })

  test('go when they have ended, as others begin', async () => {
    const { here } = await twoInstances()
    await here.begin('later', { ...session, beganAt: 9_000, endsAt: 20_000 })
    expect(await ground.sql('select digest from console_session')).toEqual([{ digest: 'later' }])
  })

  test('from before the store came back from a backup are none', async () => {
    await twoInstances()
    await ground.sql(
      "insert into restore (at, taken_at, sequence, hash) values (1000, 0, 0, '') returning at",
    )
    const { sessions } = await ground.open(master)
    expect(await sessions.find('digest', 2_000)).toBeUndefined()
    await sessions.begin('after', { ...session, beganAt: 1_001 })
    expect(await sessions.find('after', 2_000)).toMatchObject({ csrf: 'csrf-token' })
  })

  test('are sealed: who reads the store learns no name and no token', async () => {
    await twoInstances()
    const kept = JSON.stringify(await ground.sql('select * from console_session'), (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    )
    expect(kept).toContain('digest')
    expect(kept).not.toMatch(/lin\.yue|access-token|csrf-token|subject-17|officer/)
  })
})

afterAll(stopStoreServers)
