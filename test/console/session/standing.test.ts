import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { digestOf } from '../../../src/domain/digest.ts'
import { changePerson } from '../../../src/sandbox/identity-provider/people.ts'
import type { ShownSession } from '../../../src/console/shown/session.ts'
import {
  type AtConsole,
  codeOf,
  consoleOrigin,
  newBrowser,
  sessionCookie,
  signIn,
  startProvider,
} from '../../support/console-sign-in.ts'
import { serveInProcess } from '../../support/in-process.ts'
import { createStillClock } from '../../support/moving-clock.ts'
import { jiangsu, prepareFederation, type TestFederation } from '../../support/sandbox.ts'

const second = 1_000
const session = '/console/v1/session'
const clock = createStillClock()
let federation: TestFederation
let provider: { stop(): Promise<void> } | undefined

beforeAll(async () => {
  federation = await prepareFederation()
  await serveInProcess(federation, jiangsu, { clock })
})

afterEach(() =>
  changePerson(federation.files.identity, 'lin.yue', {
    roles: ['officer'],
    branch: 'jinling',
    disabled: false,
  }),
)

afterAll(() => federation.close())

async function shownTo(at: AtConsole): Promise<ShownSession> {
  return JSON.parse((await at.get(session)).body) as ShownSession
}

test('a gateway starts without its identity provider, and says that signing in is not possible', async () => {
  const page = await newBrowser(federation).open(`${consoleOrigin(federation)}/console/sign-in`)
  expect(new URL(page.url).searchParams.get('error')).toBe('IDENTITY_PROVIDER_UNAVAILABLE')
})

describe('with the provider there', () => {
  beforeAll(async () => {
    provider = await startProvider(federation)
  })

  test('T125 somebody who is disabled is out at the next look, 30 s later', async () => {
    const at = await signIn(federation, 'lin.yue')
    changePerson(federation.files.identity, 'lin.yue', { disabled: true })
    clock.pass(29 * second)
    expect((await at.get(session)).status).toBe(200)
    clock.pass(second)
    expect(codeOf(await at.get(session))).toBe('CONSOLE_SIGN_IN_REQUIRED')
    changePerson(federation.files.identity, 'lin.yue', { disabled: false })
    clock.pass(30 * second)
    expect(codeOf(await at.get(session))).toBe('CONSOLE_SIGN_IN_REQUIRED')
  })

  test('T125 a role that is taken away is gone, and one that is given is there', async () => {
    const at = await signIn(federation, 'lin.yue')
    changePerson(federation.files.identity, 'lin.yue', { roles: ['auditor'], branch: 'jianye' })
    clock.pass(30 * second)
    expect(await shownTo(at)).toMatchObject({
      person: { roles: ['auditor'], branch: { code: 'jianye' } },
      rights: ['cases', 'audit', 'messages', 'evidence'],
    })
    changePerson(federation.files.identity, 'lin.yue', { roles: [] })
    clock.pass(30 * second)
    expect(codeOf(await at.get(session))).toBe('CONSOLE_FORBIDDEN')
  })

  test('requests of one moment ask the provider once', async () => {
    const at = await signIn(federation, 'lin.yue')
    changePerson(federation.files.identity, 'lin.yue', { disabled: true })
    clock.pass(30 * second)
    const answers = await Promise.all(Array.from({ length: 10 }, () => at.get(session)))
    expect(new Set(answers.map(codeOf))).toEqual(new Set(['CONSOLE_SIGN_IN_REQUIRED']))
  })

  test('an access token that is no good any more is renewed', async () => {
    const at = await signIn(federation, 'lin.yue')
    await using store = await federation.openStore(jiangsu)
    const digest = digestOf(idIn(at))
    const kept = await store.sessions.find(digest, clock())
    if (!kept) throw new Error('no session')
    const tokens = { ...kept.tokens, access: 'spent' }
    await store.sessions.checked(digest, { ...kept, tokens }, clock())
    clock.pass(30 * second)
    expect((await at.get(session)).status).toBe(200)
    const renewed = await store.sessions.find(digest, clock())
    expect(renewed?.tokens.access).not.toBe('spent')
    expect(renewed?.tokens.refresh).toEqual(expect.any(String))
  })

  test('while the provider is away people go on for ten minutes', async () => {
    const at = await signIn(federation, 'lin.yue')
    await provider?.stop()
    for (let passed = 0; passed < 540; passed += 60) {
      clock.pass(60 * second)
      expect((await at.get(session)).status).toBe(200)
    }
    clock.pass(60 * second)
    expect((await at.get(session)).status).toBe(200)
    clock.pass(1)
    expect(codeOf(await at.get(session))).toBe('CONSOLE_SIGN_IN_REQUIRED')
  })
})

/** The id inside of the signed cookie. */
function idIn({ browser }: AtConsole): string {
  return (
    decodeURIComponent(sessionCookie(browser) ?? '')
      .slice(2)
      .split('.')[0] ?? ''
  )
}
