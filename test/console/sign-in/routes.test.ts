import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import request from 'supertest'
import { createBegunSignIns } from '../../../src/console/sign-in/begun.ts'
import { createProvider } from '../../../src/console/sign-in/provider.ts'
import { signInRoutes } from '../../../src/console/sign-in/routes.ts'
import type { RequestRate } from '../../../src/domain/request-rate.ts'
import { createApp } from '../../../src/http/app.ts'
import { createWebFetch } from '../../../src/peers/web-fetch.ts'
import { createSealer } from '../../../src/store/sealer.ts'
import { createStillClock } from '../../support/moving-clock.ts'
import { type ScriptedProvider, startScriptedProvider } from '../../support/scripted-provider.ts'

const origin = 'https://desk.example'
const clock = createStillClock()
const sealer = createSealer(randomBytes(32))
let scripted: ScriptedProvider

beforeAll(async () => {
  scripted = await startScriptedProvider()
})
afterAll(async () => scripted[Symbol.asyncDispose]())

function app(rate: RequestRate) {
  const identity = {
    issuer: scripted.issuer,
    clientId: 'console',
    clientSecretFile: '',
    anchors: undefined,
    rolesClaim: 'hpf_roles',
    branchClaim: 'hpf_branch',
  }
  const provider = createProvider({
    settings: { origin, identity, branches: [] },
    secret: 'secret',
    fetch: createWebFetch(scripted.anchors, { timeoutMs: 10_000, maxBytes: 20_000 }),
    clock,
  })
  const routes = signInRoutes({
    provider,
    begunSignIns: createBegunSignIns({ seal: sealer, clock }),
    sessions: undefined as never,
    rate,
    clock,
    keyedHash: sealer.keyedHash,
    trustedProxies: [],
    origin,
    sessionMs: 3_600_000,
    onSignedIn: () => undefined,
  })
  return createApp(routes, { clock, sandbox: false, onRefused: () => undefined })
}

test('a code is put to the provider only where this browser began with its state, and its address tries seldom enough', async () => {
  let waitSeconds = 0
  const counted: string[] = []
  const served = app({
    admit(who) {
      counted.push(who)
      return { waitSeconds, left: 0, moreInSeconds: 0 }
    },
  })
  scripted.script.token = { status: 400, body: { error: 'invalid_grant' } }

  /** With the cookie that it was given, as often as somebody likes; gives the code of the refusal. */
  async function backWith(state: string, cookie: string): Promise<string | null> {
    const { headers } = await request(served)
      .get(`/console/signed-in?code=guessed&state=${state}`)
      .set('cookie', cookie)
    return new URL(String(headers['location']), origin).searchParams.get('error')
  }

  const { headers } = await request(served).get('/console/sign-in')
  const cookie = String(headers['set-cookie']?.[0]).split(';')[0] ?? ''
  const state = new URL(String(headers['location'])).searchParams.get('state') ?? ''
  expect(await backWith('of-another', cookie)).toBe('SIGN_IN_REFUSED')
  expect([counted.length, scripted.asked.includes('/token')]).toEqual([0, false])
  waitSeconds = 7
  expect(await backWith(state, cookie)).toBe('CONSOLE_BUSY')
  expect([counted.length, scripted.asked.includes('/token')]).toEqual([1, false])
  waitSeconds = 0
  expect(await backWith(state, cookie)).toBe('SIGN_IN_REFUSED')
  expect([counted.length, scripted.asked.includes('/token')]).toEqual([2, true])
  expect(counted.join()).not.toContain('127.0.0.1')
})
