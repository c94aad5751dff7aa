import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { SignInBegun } from '../../../src/console/sign-in/begun.ts'
import { createProvider, type Provider } from '../../../src/console/sign-in/provider.ts'
import { createWebFetch } from '../../../src/peers/web-fetch.ts'
import { createMovingClock } from '../../support/moving-clock.ts'
import { type ScriptedProvider, startScriptedProvider } from '../../support/scripted-provider.ts'

const begun: SignInBegun = {
  state: 'state-1',
  nonce: 'nonce-1',
  verifier: 'v'.repeat(43),
  to: '/console/',
  at: 0,
}
const clock = createMovingClock()
const back = 'code=c&state=state-1'
let scripted: ScriptedProvider
let provider: Provider

beforeAll(async () => {
  scripted = await startScriptedProvider()
})
beforeEach(() => {
  scripted.reset()
  scripted.nonce = begun.nonce
  provider = createProvider({
    settings: {
      origin: 'https://desk.example',
      identity: {
        issuer: scripted.issuer,
        clientId: 'console',
        clientSecretFile: '',
        anchors: undefined,
        rolesClaim: 'hpf_roles',
        branchClaim: 'hpf_branch',
      },
      branches: [{ code: 'jinling', name: '金陵管理部' }],
    },
    secret: 'secret',
    fetch: createWebFetch(scripted.anchors, { timeoutMs: 10_000, maxBytes: 20_000 }),
    clock,
  })
})
afterAll(async () => scripted[Symbol.asyncDispose]())

test('a sign-in is asked for with PKCE, state, nonce and a new proof of who it is', async () => {
  const { origin, searchParams } = await provider.signInUrl(begun)
  expect(origin).toBe(scripted.issuer)
  expect(Object.fromEntries(searchParams)).toEqual({
    client_id: 'console',
    response_type: 'code',
    redirect_uri: 'https://desk.example/console/signed-in',
    scope: 'openid profile',
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
    prompt: 'login',
    max_age: '60',
  })
})

test('who comes back is whom userinfo describes', async () => {
  expect(await provider.signedIn(back, begun)).toEqual({
    person: { subject: 'u1', staff: 'lin.yue', name: '林悦', branch: 'jinling', roles: new Set(['officer']) },
    tokens: { access: 'access', refresh: undefined, identity: expect.any(String) },
  })
})

describe('a sign-in is refused where the ID token', () => {
  const now = Math.floor(Date.now() / 1000)
  test.each<[string, Record<string, unknown>]>([
    ['is of another issuer', { iss: 'https://evil.example' }],
    ['is for another console', { aud: 'other' }],
    ['is for several, and not ours by name', { aud: ['console', 'other'], azp: 'other' }],
    ['has the nonce of another sign-in', { nonce: 'nonce-2' }],
    ['has no nonce', { nonce: undefined }],
    ['has ended', { exp: now - 3_600, iat: now - 7_200 }],
    ['never ends', { exp: undefined }],
    ['is about nobody', { sub: undefined }],
    ['is about another than userinfo', { sub: 'u2' }],
    ['says that they showed who they are longer ago', { auth_time: now - 600 }],
    ['does not say when they showed who they are', { auth_time: undefined }],
  ])('%s', async (_, claims) => {
    scripted.script.claims = claims
    await expect(provider.signedIn(back, begun)).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' })
  })

  test.each<[string, Record<string, unknown>]>([
    ['is not signed', { alg: 'none' }],
    ['says an algorithm that the provider does not use', { alg: 'HS256', kid: '1' }],
    ['names a key that the provider does not publish', { alg: 'ES256', kid: '2' }],
  ])('%s', async (_, header) => {
    scripted.script.header = header
    await expect(provider.signedIn(back, begun)).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' })
  })

  test('is signed by another key', async () => {
    scripted.script.key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    await expect(provider.signedIn(back, begun)).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' })
  })

  test('is not there', async () => {
    scripted.script.token.body['id_token'] = undefined
    await expect(provider.signedIn(back, begun)).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' })
  })
})

describe('a sign-in is refused', () => {
  test.each([
    ['with another state', 'code=c&state=state-2'],
    ['without a state', 'code=c'],
    ['with the state twice', 'code=c&state=state-1&state=state-1'],
    ['without a code', 'state=state-1'],
    ['as the provider refuses it', 'error=access_denied&state=state-1'],
    ['from another provider', `${back}&iss=${encodeURIComponent('https://evil.example')}`],
    ['with nothing', ''],
  ])('%s', async (_, query) => {
    await expect(provider.signedIn(query, begun)).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' })
    expect(scripted.asked).not.toContain('/token')
  })

  test('where the code is no good', async () => {
    scripted.script.token = { status: 400, body: { error: 'invalid_grant' } }
    await expect(provider.signedIn(back, begun)).rejects.toMatchObject({
      code: 'SIGN_IN_REFUSED',
      detail: 'invalid_grant',
    })
  })

  test('where no staff number is told that messages can carry', async () => {
    scripted.script.claims = { sub: '张三' }
    scripted.script.userinfo.body = { sub: '张三', preferred_username: '张 三', hpf_roles: 'auditor' }
    await expect(provider.signedIn(back, begun)).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' })
  })
})

describe('the provider is unavailable', () => {
  test.each<[string, Partial<ScriptedProvider['script']>]>([
    ['where it fails', { token: { status: 503, body: {} } }],
    ['where it is too busy', { token: { status: 429, body: { error: 'slow_down' } } }],
    ['where userinfo fails', { userinfo: { status: 500, type: 'text/html', body: '<h1>Oops</h1>' } }],
    [
      'where it answers more than anybody reads',
      { userinfo: { status: 200, type: 'application/json', body: { sub: 'u1', x: 'x'.repeat(30_000) } } },
    ],
    ['where it says that it is another', { discovery: { issuer: 'https://evil.example' } }],
  ])('%s', async (_, script) => {
    Object.assign(scripted.script, script)
    await expect(provider.signedIn(back, begun)).rejects.toMatchObject({
      code: 'IDENTITY_PROVIDER_UNAVAILABLE',
    })
  })

  test('and is asked again as soon as it is well', async () => {
    scripted.script.discovery = { issuer: 'https://evil.example' }
    await expect(provider.signInUrl(begun)).rejects.toMatchObject({ code: 'IDENTITY_PROVIDER_UNAVAILABLE' })
    scripted.reset()
    await expect(provider.signInUrl(begun)).resolves.toBeInstanceOf(URL)
  })
})

test('what the provider says of itself is asked for once an hour', async () => {
  const discoveries = () => scripted.asked.filter((path) => path.startsWith('/.well-known')).length
  await Promise.all([provider.signInUrl(begun), provider.signInUrl(begun)])
  expect(discoveries()).toBe(1)
  clock.pass(3_600_000)
  await provider.signInUrl(begun)
  expect(discoveries()).toBe(2)
})

describe('asked about somebody later, the provider', () => {
  const held = async () => provider.signedIn(back, begun)

  test.each([401, 403])('knows them no longer where it answers %d', async (status) => {
    const session = await held()
    scripted.script.userinfo.status = status
    await expect(provider.ask(session)).rejects.toMatchObject({ code: 'CONSOLE_SIGN_IN_REQUIRED' })
  })

  test('does not put another in their place', async () => {
    const session = await held()
    scripted.script.userinfo.body = { sub: 'u2', preferred_username: 'he.jing', hpf_roles: 'auditor' }
    await expect(provider.ask(session)).rejects.toMatchObject({ code: 'IDENTITY_PROVIDER_UNAVAILABLE' })
  })

  test.each<[string, ScriptedProvider['script']['userinfo']]>([
    ['fails', { status: 502, type: 'text/html', body: 'Bad Gateway' }],
    ['answers what is no JSON', { status: 200, type: 'text/html', body: '<h1>Portal</h1>' }],
  ])('is taken for unavailable where it %s', async (_, userinfo) => {
    const session = await held()
    scripted.script.userinfo = userinfo
    await expect(provider.ask(session)).rejects.toMatchObject({ code: 'IDENTITY_PROVIDER_UNAVAILABLE' })
  })
})

test('where the provider has no place to sign out, there is none to go to', async () => {
  const { tokens } = await provider.signedIn(back, begun)
  expect(await provider.signOutUrl(tokens)).toBeUndefined()
})
