import { createPublicKey, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import request, { type Response } from 'supertest'
import { createAccess } from '../../../src/access/access.ts'
import { officeClients } from '../../../src/access/client.ts'
import { createContracts } from '../../../src/contracts/contracts.ts'
import type { OfficeToken, OfficeTokenRefusal } from '../../../src/contracts/generated/types.ts'
import { GatewayError } from '../../../src/errors.ts'
import { createApp } from '../../../src/http/app.ts'
import { forCallers } from '../../../src/http/office/admission.ts'
import { type OfficeRoute, readBytes } from '../../../src/http/office/call.ts'
import { tokenRoute } from '../../../src/http/office/token.ts'
import { respondJson } from '../../../src/http/respond.ts'
import { algorithmNames } from '../../../src/jws/algorithms.ts'
import { createClientAssertions } from '../../../src/jws/client-assertions.ts'
import { createTokens } from '../../../src/jws/tokens.ts'
import { newKey } from '../../../src/trust/keys.ts'
import { tokenForm } from '../../support/oauth-client.ts'
import { type Ground, sqliteGround } from '../../support/store-grounds.ts'

const member = '320101000000000'
const start = Date.parse('2026-11-28T09:30:00+08:00')
const contracts = createContracts()
const key = newKey('P-256')
const loans = { name: 'loans', key, member }

let now: number
let restoredAt: number | undefined
let ground: Ground
let app: ReturnType<typeof createApp>
let refused: GatewayError[]

beforeEach(async () => {
  now = start
  restoredAt = undefined
  refused = []
  ground = await sqliteGround()
  const store = await ground.open(randomBytes(32))
  const keys = [{ id: '1', key: createPublicKey(key) }]
  const common = { requestsPerMinute: 5, by: 'keys', keys } as const
  const clock = () => now
  const access = createAccess({
    self: { code: member },
    clients: officeClients([
      { ...common, name: 'loans', may: new Set(['ask', 'jobs']) },
      { ...common, name: 'reader', may: new Set(['evidence']) },
    ]),
    assertions: createClientAssertions(algorithmNames),
    tokens: createTokens(algorithmNames),
    directory() {
      throw new GatewayError('DIRECTORY_EXPIRED')
    },
    contracts,
    store: store.access,
    get restoredAt() {
      return restoredAt
    },
    rate: store.rate,
    clock,
  })
  const echo = (method: 'get' | 'post', needs: OfficeRoute['needs']): OfficeRoute => ({
    operationId: 'echo',
    method,
    path: '/office/v1/echo',
    needs,
    async handle(call) {
      if (method === 'post') await call.count(JSON.parse((await readBytes(call, 100)).toString()).more)
      respondJson(call.response, 200, { name: call.caller.name }, call.requestId)
    },
  })
  app = createApp(
    [
      tokenRoute(access),
      forCallers(echo('get', []), access),
      forCallers(echo('post', ['ask', 'jobs']), access),
    ],
    { clock, sandbox: false, onRefused: ({ error }) => void refused.push(error) },
  )
})
afterEach(() => ground.remove())

const post = async (form: string, type = 'application/x-www-form-urlencoded'): Promise<Response> =>
  await request(app).post('/office/v1/token').type(type).send(form)

async function token(client = loans): Promise<string> {
  const answer = await post(await tokenForm(client, { now }))
  return (answer.body as OfficeToken).access_token
}

const look = async (authorization: string): Promise<Response> =>
  await request(app).get('/office/v1/echo').set('authorization', authorization)

describe('the token endpoint', () => {
  test('gives a client that proves its key an access token for ten minutes, and caches nothing', async () => {
    const answer = await post(await tokenForm(loans, { now }))
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store'])
    expect(contracts.check('office.token', answer.body)).toMatchObject({ ok: true })
    expect(answer.body).toMatchObject({ token_type: 'Bearer', expires_in: 600, scope: 'ask jobs' })
    const bearer = `Bearer ${(answer.body as OfficeToken).access_token}`
    expect((await look(bearer)).body).toEqual({ name: 'loans' })
    now += 599_999
    expect((await look(bearer)).status).toBe(200)
    now += 1
    expect((await look(bearer)).status).toBe(401)
  })

  test.each([
    ['of a client that says no iat', { claims: { iat: undefined } }],
    ['with aud as a list of one', { claims: { aud: [`urn:hpf-exchange:office:${member}`] } }],
    ['with client_id beside it', { parameters: { client_id: 'loans' } }],
    ['with claims of the library’s own', { claims: { nbf: Math.floor(start / 1000), tenant: 'x' } }],
  ])('takes an assertion %s', async (_, changes) => {
    expect((await post(await tokenForm(loans, { now, ...changes }))).status).toBe(200)
  })

  const seconds = Math.floor(start / 1000)
  test.each([
    ['of a name that nobody has', { claims: { iss: 'nobody', sub: 'nobody' } }, 'CLIENT_UNKNOWN', undefined],
    ['without a jti', { claims: { jti: undefined } }, 'CLIENT_UNKNOWN', '/jti'],
    ['for two audiences', { claims: { aud: ['a', 'b'] } }, 'CLIENT_UNKNOWN', '/aud'],
    ['of another kid', { header: { kid: '2' } }, 'SIGNATURE_INVALID', 'signature'],
    ['about another client', { claims: { sub: 'reader' } }, 'CLIENT_ASSERTION_INVALID', '/sub'],
    [
      'for the token endpoint’s address',
      { claims: { aud: 'https://x/office/v1/token' } },
      'CLIENT_ASSERTION_INVALID',
      '/aud',
    ],
    [
      'for another member',
      { claims: { aud: 'urn:hpf-exchange:office:310000000000000' } },
      'CLIENT_ASSERTION_INVALID',
      '/aud',
    ],
    [
      'with another client_id',
      { parameters: { client_id: 'reader' } },
      'CLIENT_ASSERTION_INVALID',
      'client_id',
    ],
    ['not to be used yet', { claims: { nbf: seconds + 61 } }, 'CLIENT_ASSERTION_INVALID', '/nbf'],
    ['issued 61 s ahead', { claims: { iat: seconds + 61, exp: seconds + 120 } }, 'CLOCK_SKEW', '/iat'],
    ['expired', { claims: { iat: undefined, exp: seconds } }, 'REQUEST_EXPIRED', '/exp'],
    ['that lives 301 s', { claims: { exp: seconds + 301 } }, 'REQUEST_EXPIRED', '/exp'],
    [
      'that lives 301 s and says no iat',
      { claims: { iat: undefined, exp: seconds + 301 } },
      'REQUEST_EXPIRED',
      '/exp',
    ],
  ])('refuses an assertion %s as invalid_client', async (_, changes, code, where) => {
    const answer = await post(await tokenForm(loans, { now, ...changes }))
    expect([refused[0]?.code, refused[0]?.where]).toEqual([code, where])
    expect(contracts.check('office.token-refusal', answer.body)).toMatchObject({ ok: true })
    expect(answer.type).toBe('application/json')
    const { error, problem } = answer.body as OfficeTokenRefusal
    expect([error, problem.status, answer.status]).toEqual(['invalid_client', answer.status, problem.status])
    // A library would show its user the challenge, and not the error.
    expect(answer.headers).not.toHaveProperty('www-authenticate')
  })

  test('tells a stranger nothing: no such client, no such key and no sense look the same', async () => {
    const forms = [
      { claims: { iss: 'nobody', sub: 'nobody' } },
      { header: { kid: '2' } },
      { claims: { jti: undefined } },
      { header: { typ: 'hpf-request+jws' } },
    ]
    const answers = await Promise.all(
      forms.map(async (changes) => post(await tokenForm(loans, { now, ...changes }))),
    )
    const told = answers.map(({ body }) => {
      const { problem, ...rest } = body as OfficeTokenRefusal
      return JSON.stringify({ ...rest, problem: { ...problem, requestId: '' } })
    })
    expect(new Set(told).size).toBe(1)
    expect(told[0]).toContain('UNAUTHENTICATED')
  })

  test('takes an assertion once', async () => {
    const form = await tokenForm(loans, { now })
    expect((await post(form)).status).toBe(200)
    const again = await post(form)
    expect([again.status, (again.body as OfficeTokenRefusal).problem.code]).toEqual([
      401,
      'AUTHORIZATION_USED',
    ])
  })

  test('takes none that may have been used before the store came back from a backup', async () => {
    restoredAt = now - 30_000
    const used = await post(await tokenForm(loans, { now }))
    expect([used.status, used.headers['retry-after']]).toEqual([503, '31'])
    expect(refused[0]?.code).toBe('RESTORED_LATELY')
    now = restoredAt + 61_000
    expect((await post(await tokenForm(loans, { now }))).status).toBe(200)
    const undated = { claims: { iat: undefined } }
    expect((await post(await tokenForm(loans, { now, ...undated }))).status).toBe(503)
    now = restoredAt + 302_000
    expect((await post(await tokenForm(loans, { now, ...undated }))).status).toBe(200)
  })

  test('takes one id of two clients for two', async () => {
    const claims = { jti: 'the same' }
    const both = [loans, { ...loans, name: 'reader' }]
    for (const client of both) expect((await post(await tokenForm(client, { now, claims }))).status).toBe(200)
  })

  test.each([
    ['another grant', { parameters: { grant_type: 'password' } }, 'unsupported_grant_type'],
    ['no assertion', { parameters: { client_assertion: undefined } }, 'invalid_request'],
  ])('refuses %s by the code of the RFC', async (_, changes, error) => {
    const answer = await post(await tokenForm(loans, { now, ...changes }))
    expect([answer.status, answer.body.error, refused[0]?.code]).toEqual([
      400,
      error,
      'TOKEN_REQUEST_INVALID',
    ])
  })

  test('refuses what is no form, and one that is too large', async () => {
    expect((await post('{}', 'application/json')).body).toMatchObject({
      error: 'invalid_request',
      problem: { status: 415 },
    })
    expect((await post(`a=${'b'.repeat(16_384)}`)).body).toMatchObject({ problem: { status: 413 } })
  })

  test('counts against the client’s limit', async () => {
    for (let i = 0; i < 5; i += 1) expect(await token()).toBeDefined()
    const answer = await post(await tokenForm(loans, { now }))
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, '61'])
    expect(answer.body).toMatchObject({ error: 'invalid_request', problem: { code: 'OFFICE_RATE_LIMITED' } })
  })
})

describe('a caller with an access token', () => {
  test('who is not known is told how to say who it is', async () => {
    const none = await request(app).get('/office/v1/echo')
    expect([none.status, none.body.code, none.headers['www-authenticate']]).toEqual([
      401,
      'OFFICE_FORBIDDEN',
      'Bearer realm="office"',
    ])
    const wrong = await look(`Bearer ${randomBytes(32).toString('base64url')}`)
    expect([wrong.status, wrong.body.code, wrong.headers['www-authenticate']]).toEqual([
      401,
      'ACCESS_TOKEN_INVALID',
      'Bearer realm="office", error="invalid_token"',
    ])
    expect((await look('Basic abc')).body.code).toBe('AUTHORIZATION_INVALID')
  })

  test('may do what its registration says, and nothing else', async () => {
    const reader = { ...loans, name: 'reader' }
    const bearer = `Bearer ${await token(reader)}`
    expect((await look(bearer)).status).toBe(200)
    const answer = await request(app).post('/office/v1/echo').set('authorization', bearer).send({ more: 0 })
    expect([answer.status, answer.body.code, answer.body.where, answer.body.detail]).toEqual([
      403,
      'OFFICE_RIGHT_MISSING',
      'office.clients (reader).may',
      '需要权限 needs ask',
    ])
  })

  test('sees in every answer what is left of its limit, and is refused beyond it until some has passed', async () => {
    const bearer = `Bearer ${await token()}`
    const shown: unknown[] = []
    for (let i = 0; i < 5; i += 1) {
      const { status, headers } = await look(bearer)
      shown.push([status, headers['ratelimit'], headers['retry-after']])
      now += 1_000
    }
    expect(shown).toEqual([
      [200, '"office";r=3;t=61', undefined],
      [200, '"office";r=2;t=60', undefined],
      [200, '"office";r=1;t=59', undefined],
      [200, '"office";r=0;t=58', undefined],
      [429, '"office";r=0;t=57', '57'],
    ])
    expect((await look(bearer)).headers['ratelimit-policy']).toBe('"office";q=5;w=60')
    now += 57_000
    expect((await look(bearer)).status).toBe(200)
  })

  test('is counted by every item of a batch, all or none', async () => {
    const bearer = `Bearer ${await token()}`
    const batch = async (more: number) =>
      await request(app).post('/office/v1/echo').set('authorization', bearer).send({ more })
    const large = await batch(6)
    expect([large.status, large.body.code, large.headers['retry-after']]).toEqual([
      429,
      'OFFICE_RATE_LIMITED',
      undefined,
    ])
    expect((await batch(3)).status).toBe(429)
    expect((await batch(1)).headers['ratelimit']).toBe('"office";r=0;t=61')
  })
})
