import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { ErrorCode } from '../../src/errors.ts'
import {
  certificateRequest,
  type Envelope,
  http,
  type HttpAnswer,
  json,
  post,
  signed,
  type TestMember,
  type VerifiedAnswer,
  verified,
} from '../support/member-client.ts'
import { hangzhou, jiangsu, shanghai } from '../support/sandbox.ts'
import { prepareStand, type Stand } from '../support/stand.ts'

let stand: Stand

beforeAll(async () => {
  stand = await prepareStand()
  await stand.federation.start(shanghai)
})
afterAll(() => stand.federation.close())

const own = (): TestMember => stand.jiangsu.own
const request = (changes: object = {}): Envelope => certificateRequest(jiangsu, shanghai, { ...changes })
const seconds = (): number => Math.floor(Date.now() / 1000)

async function send(payload: object | string | Uint8Array): Promise<VerifiedAnswer> {
  const bytes = await signed(own(), payload)
  const answer = await post(stand.federation, shanghai, own().tls, bytes)
  return verified(answer, stand.member(shanghai), { bytes, from: jiangsu })
}

/** The JSON text of a request with one value replaced by a text of its own. */
function textWith(member: string, text: string): string {
  return JSON.stringify({ ...request(), [member]: '§' }).replace('"§"', text)
}

/** The same inside the body. */
function bodyWith(text: string): string {
  return JSON.stringify({ ...request(), body: '§' }).replace('"§"', text)
}

type Row = [
  name: string,
  code: ErrorCode,
  where: string | undefined,
  payload: () => object | string | Uint8Array,
]

const refused: Row[] = [
  ['T37 another aud', 'AUDIENCE_MISMATCH', '/aud', () => request({ aud: hangzhou })],
  ['T37 no aud', 'CLAIMS_INVALID', '/aud', () => request({ aud: undefined })],
  ['T37 several auds', 'CLAIMS_INVALID', '/aud', () => request({ aud: [shanghai, hangzhou] })],
  ['T37 aud by its division code', 'CLAIMS_INVALID', '/aud', () => request({ aud: '310000' })],
  ['T38 an iss that is not the signer', 'ISSUER_MISMATCH', '/iss', () => request({ iss: hangzhou })],
  ['T38 our own iss', 'ISSUER_MISMATCH', '/iss', () => request({ iss: shanghai })],
  ['T38 no iss', 'CLAIMS_INVALID', '/iss', () => request({ iss: undefined })],
  [
    'T39 exp in the past',
    'REQUEST_EXPIRED',
    '/exp',
    () => request({ iat: seconds() - 30, exp: seconds() - 1 }),
  ],
  [
    'T39 exp at this very second',
    'REQUEST_EXPIRED',
    '/exp',
    () => request({ iat: seconds() - 1, exp: seconds() }),
  ],
  [
    'T39 exp before iat',
    'REQUEST_EXPIRED',
    '/exp',
    () => request({ iat: seconds() + 30, exp: seconds() + 20 }),
  ],
  ['T39 exp 301 s after iat', 'REQUEST_EXPIRED', '/exp', () => request({ exp: seconds() + 302 })],
  ['T39 no exp', 'CLAIMS_INVALID', '/exp', () => request({ exp: undefined })],
  ['T39 exp as a string', 'CLAIMS_INVALID', '/exp', () => request({ exp: String(seconds() + 30) })],
  ['T39 exp null', 'CLAIMS_INVALID', '/exp', () => request({ exp: null })],
  ['T39 exp 1e308', 'PAYLOAD_MALFORMED', 'payload', () => textWith('exp', '1e308')],
  ['T39 exp negative', 'CLAIMS_INVALID', '/exp', () => request({ exp: -1 })],
  ['T39 exp with a fraction', 'PAYLOAD_MALFORMED', 'payload', () => request({ exp: seconds() + 30.5 })],
  [
    'T40 nbf in the future, which is no member here',
    'CLAIMS_INVALID',
    '/',
    () => request({ nbf: seconds() + 1000 }),
  ],
  ['T41 iat 61 s ago', 'CLOCK_SKEW', '/iat', () => request({ iat: seconds() - 61 })],
  // Some seconds beyond: until it is judged, time goes on.
  ['T41 iat 80 s ahead', 'CLOCK_SKEW', '/iat', () => request({ iat: seconds() + 80, exp: seconds() + 120 })],
  ['T41 no iat', 'CLAIMS_INVALID', '/iat', () => request({ iat: undefined })],
  ['T44 a jti that is no UUIDv7', 'CLAIMS_INVALID', '/jti', () => request({ jti: 'a' })],
  ['T44 a jti in upper case', 'CLAIMS_INVALID', '/jti', () => request({ jti: request().jti.toUpperCase() })],
  ['T44 no jti', 'CLAIMS_INVALID', '/jti', () => request({ jti: undefined })],
  [
    'T74 a payload nested 15,000 deep',
    'PAYLOAD_MALFORMED',
    'payload',
    () => bodyWith('['.repeat(15_000) + ']'.repeat(15_000)),
  ],
  [
    'T74 a payload nested 13 deep',
    'PAYLOAD_MALFORMED',
    'payload',
    () => bodyWith('['.repeat(12) + ']'.repeat(12)),
  ],
  [
    'T75 a repeated iss',
    'PAYLOAD_MALFORMED',
    'payload',
    () => `{"iss":"${hangzhou}",${JSON.stringify(request()).slice(1)}`,
  ],
  [
    'T75 a repeated member deep inside',
    'PAYLOAD_MALFORMED',
    'payload',
    () => bodyWith('{"person":{"name":"a","name":"b"}}'),
  ],
  [
    'T75 a member repeated in another spelling',
    'PAYLOAD_MALFORMED',
    'payload',
    () => bodyWith('{"a":1,"\\u0061":2}'),
  ],
  ['T76 a member __proto__', 'PAYLOAD_MALFORMED', 'payload', () => bodyWith('{"__proto__":{"person":1}}')],
  [
    'T76 a member __proto__ in another spelling',
    'PAYLOAD_MALFORMED',
    'payload',
    () => bodyWith('{"\\u005f_proto__":{}}'),
  ],
  [
    'T76 a member constructor',
    'BODY_INVALID',
    '/body',
    () => bodyWith('{"constructor":{"prototype":{}},"person":{},"addressee":""}'),
  ],
  ['T77 1e400', 'PAYLOAD_MALFORMED', 'payload', () => bodyWith('{"amount":1e400}')],
  ['T77 2^53+1', 'PAYLOAD_MALFORMED', 'payload', () => bodyWith('{"amount":9007199254740993}')],
  ['T77 0.1', 'PAYLOAD_MALFORMED', 'payload', () => bodyWith('{"amount":0.1}')],
  [
    'T77 a number of 10,000 digits',
    'PAYLOAD_MALFORMED',
    'payload',
    () => bodyWith(`{"amount":${'9'.repeat(10_000)}}`),
  ],
  [
    'a payload that is not UTF-8',
    'PAYLOAD_MALFORMED',
    'payload',
    () => Buffer.from('{"iss":"\xff"}', 'latin1'),
  ],
  ['a byte order mark', 'PAYLOAD_MALFORMED', 'payload', () => `\ufeff${JSON.stringify(request())}`],
  ['half a surrogate pair', 'PAYLOAD_MALFORMED', 'payload', () => bodyWith('{"name":"\\ud800"}')],
  ['a payload that is no object', 'CLAIMS_INVALID', '/', () => '[]'],
  ['another protocol version', 'CLAIMS_INVALID', '/version', () => request({ version: '2' })],
  ['a service that there is not', 'CLAIMS_INVALID', '/service', () => request({ service: 'loan.receipt' })],
]

describe('a signed request is refused for', () => {
  test.each(refused)('%s: %s', async (_, code, where, payload) => {
    const { problem, type } = await send(payload())
    expect(problem).toMatchObject({ code, where })
    expect(type).toBe('hpf-problem+jws')
  })
})

describe('what is still in time is answered', () => {
  test.each([
    ['T41 iat 45 s ago', () => ({ iat: seconds() - 45, exp: seconds() + 30 })],
    ['T41 iat 60 s ahead', () => ({ iat: seconds() + 60, exp: seconds() + 90 })],
    ['T39 exp 300 s after iat', (now = seconds()) => ({ iat: now, exp: now + 300 })],
  ])('%s', async (_, claims) => {
    expect((await send(request(claims()))).body.outcome).toBe('issued')
  })

  test('signed with EdDSA or PS256 by a listed certificate', async () => {
    for (const [alg, member] of [
      ['EdDSA', stand.jiangsu.ed25519],
      ['PS256', stand.jiangsu.rsa],
    ] as const) {
      const bytes = await signed(member, request(), { alg })
      const answer = await post(stand.federation, shanghai, member.tls, bytes)
      const { body } = await verified(answer, stand.member(shanghai), { bytes, from: jiangsu })
      expect(body.outcome).toBe('issued')
    }
  })

  test('with x5c beside the thumbprint', async () => {
    const bytes = await signed(own(), request(), { x5c: own().x5c })
    const answer = await post(stand.federation, shanghai, own().tls, bytes)
    const { body } = await verified(answer, stand.member(shanghai), { bytes, from: jiangsu })
    expect(body.outcome).toBe('issued')
  })
})

describe('T47 a signed request on another path, by another method or with another body', () => {
  const to = (path: string, method: string, body: string): Promise<HttpAnswer> =>
    http({
      port: stand.federation.of(shanghai).ports.exchange,
      path,
      method,
      tls: own().tls,
      headers: { 'content-type': 'application/jose' },
      body,
    })

  test.each(['deposit-record.check', 'deposit-certificate.verify', 'gateway.ping'])(
    'T47 is refused at the path of %s',
    async (service) => {
      const bytes = await signed(own(), request())
      const answer = await to(`/exchange/v1/${service}`, 'POST', bytes)
      const { problem } = await verified(answer, stand.member(shanghai), { bytes, from: jiangsu })
      expect(problem).toMatchObject({ code: 'SERVICE_MISMATCH', where: '/service' })
    },
  )

  test.each([
    '/exchange/v1/Deposit-Certificate.issue',
    '/exchange/v1/deposit-certificate.issue/',
    '/exchange/v1//deposit-certificate.issue',
    '/exchange/v2/deposit-certificate.issue',
    '/exchange/v1/deposit-certificate%2eissue/..',
    '/office/v1/questions',
    '/metrics',
  ])('T47 is NOT_FOUND at %s', async (path) => {
    const answer = await to(path, 'POST', await signed(own(), request()))
    expect([answer.status, json<{ code: string }>(answer).code]).toEqual([404, 'NOT_FOUND'])
  })

  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('T47 is refused by %s', async (method) => {
    const answer = await to('/exchange/v1/deposit-certificate.issue', method, await signed(own(), request()))
    expect([answer.status, json<{ code: string }>(answer).code]).toEqual([405, 'METHOD_NOT_ALLOWED'])
  })

  test('T47 is refused with the payload of another', async () => {
    const [mine, other] = [await signed(own(), request()), await signed(own(), request())]
    const [header, , signature] = mine.split('.')
    const answer = await to(
      '/exchange/v1/deposit-certificate.issue',
      'POST',
      `${header}.${other.split('.')[1]}.${signature}`,
    )
    expect(json(answer)).toMatchObject({ code: 'UNAUTHENTICATED', diagnosis: { code: 'SIGNATURE_INVALID' } })
  })
})
