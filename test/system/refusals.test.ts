import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Problem } from '../../src/contracts/generated/types.ts'
import { catalogue, type CatalogueEntry, type ErrorCode } from '../../src/errors.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import {
  certificateRequest,
  headerOf,
  http,
  type HttpAnswer,
  json,
  pingRequest,
  post,
  rawToken,
  sha256,
  signed,
  type TestMember,
  verified,
} from '../support/member-client.ts'
import { openBehind } from '../support/open-behind.ts'
import { hangzhou, hefei, jiangsu, portal, shanghai } from '../support/sandbox.ts'
import { createTestAuthority } from '../support/pki.ts'
import { locked, prepareStand, production, type Stand } from '../support/stand.ts'

let stand: Stand

beforeAll(async () => {
  stand = await prepareStand()
  stand.federation.configure(portal, production)
  await Promise.all([shanghai, hangzhou, portal].map((code) => stand.federation.start(code)))
})
afterAll(() => stand.federation.close())

/** What is sent, to provoke a refusal of the centre `to`. */
interface Attempt {
  bytes: string
  /** Whose TLS certificate; by default the signer's. */
  over?: TestMember
  from?: TestMember
  to?: string
  service?: string
  /** What holds while it is sent. */
  during?: Disposable
}

type Provoke = (to: string) => Promise<Attempt> | Attempt

const own = (): TestMember => stand.jiangsu.own
const request = (to: string, changes: object = {}, persona?: string) =>
  certificateRequest(jiangsu, to, { ...changes }, persona)

async function ask(to: string, changes: object = {}, persona?: string): Promise<Attempt> {
  return { bytes: await signed(own(), request(to, changes, persona)) }
}

/** Before the signature holds: in the order of receive.ts. */
const strangers: [ErrorCode, Provoke][] = [
  ['TOKEN_MALFORMED', async (to) => ({ bytes: `${(await ask(to)).bytes}=` })],
  ['HEADER_REFUSED', async (to) => ({ bytes: await signed(own(), request(to), { kid: 'jiangsu' }) })],
  [
    'ALGORITHM_REFUSED',
    (to) => ({ bytes: rawToken(headerOf(own(), { alg: 'none' }), request(to), own().key) }),
  ],
  ['TYPE_REFUSED', async (to) => ({ bytes: await signed(own(), request(to), { typ: 'hpf-answer+jws' }) })],
  ['CERTIFICATE_UNKNOWN', async (to) => ({ bytes: await signed(stand.jiangsu.unlisted, request(to)) })],
  ['CERTIFICATE_UNTRUSTED', async (to) => ({ bytes: await signed(stand.jiangsu.unanchored, request(to)) })],
  ['CERTIFICATE_UNTRUSTED', async (to) => ({ bytes: await signed(stand.jiangsu.expired, request(to)) })],
  ['CERTIFICATE_REVOKED', async (to) => ({ bytes: await signed(stand.jiangsu.revoked, request(to)) })],
  ['REVOCATION_UNKNOWN', async (to) => ({ bytes: await signed(stand.jiangsu.listless, request(to)) })],
  ['CHANNEL_MISMATCH', async (to) => ({ ...(await ask(to)), over: stand.member(hefei) })],
  ['SIGNATURE_INVALID', (to) => ({ bytes: rawToken(headerOf(own()), request(to), stand.member(hefei).key) })],
]

/** After it. */
const known: [ErrorCode, Provoke][] = [
  ['PAYLOAD_MALFORMED', async () => ({ bytes: await signed(own(), '{"iss":1.5}') })],
  ['CLAIMS_INVALID', (to) => ask(to, { nbf: 0 })],
  ['ISSUER_MISMATCH', (to) => ask(to, { iss: hefei })],
  ['AUDIENCE_MISMATCH', (to) => ask(to, { aud: hefei })],
  ['SERVICE_MISMATCH', async (to) => ({ ...(await ask(to)), service: 'deposit-record.check' })],
  ['SERVICE_UNKNOWN', async () => ({ ...(await ask(portal)), to: portal })],
  ['CLOCK_SKEW', (to) => ask(to, at(-61))],
  ['CLOCK_SKEW', (to) => ask(to, at(80))],
  ['REQUEST_EXPIRED', (to) => ask(to, at(-30, 20))],
  ['REQUEST_EXPIRED', (to) => ask(to, at(0, 301))],
  [
    'REPLAY_REFUSED',
    async (to) => {
      const first = pingRequest(jiangsu, to)
      await send({ bytes: await signed(own(), first), service: 'gateway.ping' }, to)
      return ask(to, { jti: first.jti })
    },
  ],
  [
    'EXCHANGE_IN_PROGRESS',
    async (to) => {
      const envelope = request(to)
      const bytes = await signed(own(), envelope)
      await using store = await stand.federation.openStore(to)
      await store.exchanges.claim({ issuer: jiangsu, id: envelope.jti }, sha256(bytes), Date.now())
      return { bytes }
    },
  ],
  ['BODY_INVALID', (to) => ask(to, { body: { addressee: jiangsu } })],
  [
    'ID_NUMBER_INVALID',
    (to) => {
      const person = { name: '沈清和', idType: 'resident-id', idNumber: '310101190001010012' }
      return ask(to, { body: { person, addressee: jiangsu } })
    },
  ],
  ['PURPOSE_REQUIRED', (to) => ask(to, { purpose: undefined })],
  ['PURPOSE_REQUIRED', (to) => ask(to, { fields: undefined })],
  ['BASIS_REQUIRED', (to) => ask(to, { basis: undefined })],
  ['BASIS_REQUIRED', (to) => ask(to, { operator: undefined })],
  ['BASIS_EXPIRED', (to) => ask(to, { basis: { ...request(to).basis, expires: '2026-01-31' } })],
  ['AGREEMENT_REQUIRED', (to) => ask(to, { purpose: 'citizen-application' })],
  ['BASIS_NOT_ACCEPTED', async (to) => fromPortal(to, { basis: { kind: 'statutory-duty' } })],
  ['FIELDS_NOT_AGREED', async (to) => fromPortal(to, { fields: ['account', 'employer'] })],
  ['PROVIDER_UNAVAILABLE', async (to) => ({ ...(await ask(to)), during: locked(core(to)) })],
  [
    'CORE_RECORD_INVALID',
    async (to) => ({ ...(await ask(to, {}, 'frozen')), during: broken(to, 'GRZHYE', '1,5') }),
  ],
  ['ANSWER_INVALID', async (to) => ({ ...(await ask(to, {}, 'frozen')), during: overpaid(to) })],
]

/** Refused before or without an exchange. */
const unsigned: [ErrorCode, Provoke][] = [
  ['NOT_FOUND', async (to) => ({ ...(await ask(to)), service: 'deposit-certificate.cancel' })],
  ['BODY_TOO_LARGE', async (to) => ({ bytes: (await ask(to)).bytes.padEnd(64 * 1024 + 1, 'A') })],
  [
    'STORE_UNAVAILABLE',
    async (to) => ({ ...(await ask(to)), during: locked(stand.federation.of(to).store) }),
  ],
]

function at(offset: number, life = 30): { iat: number; exp: number } {
  const iat = Math.floor(Date.now() / 1000) + offset
  return { iat, exp: iat + life }
}

async function fromPortal(to: string, changes: { basis?: object; fields?: string[] }): Promise<Attempt> {
  const from = stand.member(portal)
  const envelope = certificateRequest(portal, to)
  const basis = { ...envelope.basis, ...changes.basis }
  return { bytes: await signed(from, { ...envelope, ...changes, basis }), from }
}

function core(code: string): string {
  return stand.federation.of(code).core
}

/** One element of everybody's account wrong, until disposed of. */
function broken(code: string, element: string, value: string): Disposable {
  using database = openBehind(core(code))
  database.exec(`alter table GRZHXX add column was text; update GRZHXX set was = ${element}`)
  database.prepare(`update GRZHXX set ${element} = ?`).run(value)
  return {
    [Symbol.dispose]() {
      using database = openBehind(core(code))
      database.exec(`update GRZHXX set ${element} = was; alter table GRZHXX drop column was`)
    },
  }
}

/** Everybody paid for more months than a certificate can hold, until disposed of. */
function overpaid(code: string): Disposable {
  using database = openBehind(core(code))
  database.exec(`
    with recursive months (value) as (select 0 union all select value + 1 from months where value < 899)
    insert into GRYWMX (YWLSH, GRZH, JZRQ, GJHTQYWLX, FSE, FSNY, CZBZ)
    select 'too-many-' || GRZH || value, GRZH, '20200101', '01', '1.00', printf('%d%02d', 1900 + value / 12, 1 + value % 12), '0'
    from GRZHXX, months`)
  return {
    [Symbol.dispose]() {
      using database = openBehind(core(code))
      database.exec("delete from GRYWMX where YWLSH like 'too-many-%'")
    },
  }
}

function send(
  { bytes, over, from = own(), to, service, during }: Attempt,
  centre: string,
): Promise<HttpAnswer> {
  const sent = post(stand.federation, to ?? centre, (over ?? from).tls, bytes, service ? { service } : {})
  return during ? sent.finally(() => during[Symbol.dispose]()) : sent
}

async function provoked(provoke: Provoke, centre: string): Promise<{ answer: HttpAnswer; attempt: Attempt }> {
  const attempt = await provoke(centre)
  return { attempt, answer: await send(attempt, centre) }
}

function entryOf(code: ErrorCode): CatalogueEntry {
  return catalogue[code]
}

describe('a stranger', () => {
  test('is told nothing in production mode: one answer, whatever the cause', async () => {
    const answers: HttpAnswer[] = []
    for (const [, provoke] of strangers) answers.push((await provoked(provoke, hangzhou)).answer)
    const shown = answers.map(({ status, headers, body }) => {
      const { requestId, ...problem } = JSON.parse(body.toString()) as Problem
      expect(headers['request-id']).toBe(requestId)
      const { 'request-id': _, traceresponse: __, date: ___, ...others } = headers
      return { status, others, text: body.toString().replace(requestId, ''), problem }
    })
    expect(new Set(shown.map((each) => JSON.stringify(each))).size).toBe(1)
    expect(shown[0]).toMatchObject({ status: 401, problem: { code: 'UNAUTHENTICATED' } })
    expect(shown[0]?.problem).not.toHaveProperty('diagnosis')
    expect(shown[0]?.problem).not.toHaveProperty('where')
  })

  test.each(strangers)('is told everything in sandbox mode: %s', async (code, provoke) => {
    const { answer } = await provoked(provoke, shanghai)
    const problem = json<Problem>(answer)
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(problem).toMatchObject({
      code: 'UNAUTHENTICATED',
      status: 401,
      diagnosis: { code, title: catalogue[code].title, where: expect.any(String) },
    })
  })

  test('learns the signing input in sandbox mode, to compare with its own', async () => {
    const bytes = rawToken(headerOf(own()), request(shanghai), stand.member(hefei).key)
    const problem = json<Problem>(await send({ bytes }, shanghai))
    expect(problem.diagnosis).toMatchObject({
      signingInput: bytes.slice(0, bytes.lastIndexOf('.')),
      algorithm: 'ES256',
      signatureBytes: 64,
    })
  })

  test('who is named by a listed certificate is written down, signature or not', async () => {
    const bytes = rawToken(headerOf(own()), request(shanghai), stand.member(hefei).key)
    const { requestId } = json<Problem>(await send({ bytes }, shanghai))
    const kept = (await stand.federation.journal(shanghai)).filter(
      ({ exchangeId }) => exchangeId === requestId,
    )
    expect(kept).toMatchObject([
      { kind: 'refused', outcome: 'SIGNATURE_INVALID', requestDigest: sha256(bytes) },
    ])
  })

  test('without a client certificate under an anchor gets no connection', async () => {
    const { tls } = own()
    const at = { port: stand.federation.of(shanghai).ports.exchange, path: '/', method: 'GET' }
    const foreign = createTestAuthority('Nobody’s authority').issue({ name: 'stranger' })
    const withoutCertificate = { key: '', cert: '', ca: tls.ca }
    const withForeign = { key: foreign.key, cert: foreign.certificate, ca: tls.ca }
    await expect(http({ ...at, tls: withoutCertificate })).rejects.toThrow()
    await expect(http({ ...at, tls: withForeign })).rejects.toThrow()
    expect((await http({ ...at, tls })).status).toBe(404)
  })
})

describe('a known caller gets a signed, precise refusal in production mode', () => {
  test.each(known)('%s', async (code, provoke) => {
    const { answer, attempt } = await provoked(provoke, hangzhou)
    const answerer = stand.member(attempt.to ?? hangzhou)
    const { envelope, problem } = await verified(answer, answerer, {
      bytes: attempt.bytes,
      from: (attempt.from ?? own()).code,
    })
    const { status, title, remedy } = entryOf(code)
    expect(problem).toMatchObject({ code, status, title, hint: remedy })
    expect(problem).not.toHaveProperty('diagnosis')
    expect(answer.status).toBe(status)
    const sent = JSON.parse(Buffer.from(attempt.bytes.split('.')[1] ?? '', 'base64url').toString()) as object
    const readable = !['PAYLOAD_MALFORMED', 'CLAIMS_INVALID'].includes(code)
    expect(envelope.inResponseTo).toBe(readable && 'jti' in sent ? sent.jti : undefined)

    const journal = await stand.federation.journal(answerer.code)
    const kept = journal.filter(({ requestDigest }) => requestDigest === sha256(attempt.bytes))
    expect(kept).toMatchObject([{ kind: 'refused', outcome: code, answerDigest: sha256(answer.body) }])
  })

  test('CLOCK_SKEW and REQUEST_EXPIRED tell by how much and what time it is here', async () => {
    for (const [skew, life] of [
      [-100, 30],
      [-30, 20],
    ] as const) {
      const attempt = await ask(hangzhou, at(skew, life))
      const answer = await send(attempt, hangzhou)
      const { problem } = await verified(answer, stand.member(hangzhou), {
        bytes: attempt.bytes,
        from: jiangsu,
      })
      // It grows until it is judged.
      expect(problem?.skewSeconds).toBeLessThanOrEqual(skew)
      expect(problem?.skewSeconds).toBeGreaterThan(skew - 30)
      expect(problem?.serverTime).toMatch(/\+08:00$/)
    }
  })

  test('EXCHANGE_IN_PROGRESS tells when to come again', async () => {
    const provoke = known.find(([code]) => code === 'EXCHANGE_IN_PROGRESS')?.[1]
    if (!provoke) throw new Error('no such row')
    const { answer } = await provoked(provoke, hangzhou)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  })

  test.each(['PROVIDER_UNAVAILABLE', 'CORE_RECORD_INVALID', 'ANSWER_INVALID'])(
    'a refusal of our own making, %s, is not final: the same bytes are executed when we are well again',
    async (code) => {
      const provoke = known.find(([each]) => each === code)?.[1]
      if (!provoke) throw new Error('no such row')
      const { attempt } = await provoked(provoke, hangzhou)
      const answer = await send({ bytes: attempt.bytes }, hangzhou)
      const { envelope } = await verified(answer, stand.member(hangzhou), {
        bytes: attempt.bytes,
        from: jiangsu,
      })
      expect(envelope.body).toBeDefined()
    },
  )

  test('a refusal of the caller’s making is final: the same bytes get the same answer', async () => {
    const attempt = await ask(hangzhou, { purpose: 'citizen-application' })
    const [first, second] = [await send(attempt, hangzhou), await send(attempt, hangzhou)]
    expect(second.body).toEqual(first.body)
    expect(second.status).toBe(403)
  })
})

describe('what is refused without a signature of ours', () => {
  test.each(unsigned)('%s', async (code, provoke) => {
    const { answer } = await provoked(provoke, hangzhou)
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(answer.status).toBe(entryOf(code).status)
    expect(json<Problem>(answer)).toMatchObject({ code, status: entryOf(code).status })
  })

  test('the store is needed before anything is answered, and service returns by itself', async () => {
    const attempt = await ask(hangzhou, {}, 'frozen')
    const refused = await send({ ...attempt, during: locked(stand.federation.of(hangzhou).store) }, hangzhou)
    expect(json<Problem>(refused).code).toBe('STORE_UNAVAILABLE')
    const answer = await send(attempt, hangzhou)
    const { body } = await verified(answer, stand.member(hangzhou), { bytes: attempt.bytes, from: jiangsu })
    expect(body.outcome).toBe('issued')
  })
})

describe('the office listener', () => {
  const office = async (changes: Partial<Parameters<typeof http>[0]>): Promise<[number, string]> => {
    const { ports } = stand.federation.of(shanghai)
    const answer = await http({
      port: ports.office,
      path: '/office/v1/questions',
      tls: stand.member(shanghai).office,
      headers: { 'content-type': 'application/json' },
      ...(changes.method !== 'GET' && { body: '{}' }),
      ...changes,
    })
    return [answer.status, json<Problem>(answer).code]
  }

  test('OFFICE_FORBIDDEN: a certificate of the federation is not enough', async () => {
    const forbidden = [401, 'OFFICE_FORBIDDEN']
    expect(await office({ tls: stand.member(shanghai).tls })).toEqual(forbidden)
    expect(await office({ tls: stand.member(hangzhou).office })).toEqual(forbidden)
    const get = { method: 'GET', tls: stand.member(hangzhou).office }
    expect(await office({ ...get, path: '/office/v1/peers' })).toEqual(forbidden)
    expect(await office({ ...get, path: '/office/v1/exchanges/x/evidence' })).toEqual(forbidden)
  })

  test.each(['', '{', '[]', '{"to":[]}', '{"to":["a"],"to":["a"]}', '\ufeff{}', '['.repeat(40_000)])(
    'QUESTION_INVALID: %#',
    async (body) => {
      expect(await office({ body })).toEqual([422, 'QUESTION_INVALID'])
    },
  )

  test('EXCHANGE_UNKNOWN, NOT_FOUND, METHOD_NOT_ALLOWED, MEDIA_TYPE_UNSUPPORTED and BODY_TOO_LARGE', async () => {
    const path = '/office/v1/exchanges/01a20b96-a69a-7655-9b3c-535722bd3578/evidence'
    expect(await office({ method: 'GET', path })).toEqual([404, 'EXCHANGE_UNKNOWN'])
    expect(await office({ path: '/office/v1/Questions' })).toEqual([404, 'NOT_FOUND'])
    expect(await office({ method: 'DELETE' })).toEqual([405, 'METHOD_NOT_ALLOWED'])
    expect(await office({ headers: { 'content-type': 'text/plain' } })).toEqual([
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ])
    expect(await office({ body: ' '.repeat(64 * 1024 + 1) })).toEqual([413, 'BODY_TOO_LARGE'])
  })
})

describe('a refusal says what would have been right', () => {
  const someone = '310101190001010011'

  async function told(listener: 'ops' | 'office' | 'exchange', method: string, path: string, changes = {}) {
    const { ports } = stand.federation.of(shanghai)
    const { tls, office } = stand.member(shanghai)
    if (listener === 'ops') {
      const answer = await fetch(`http://127.0.0.1:${ports.ops}${path}`, { method })
      const problem = (await answer.json()) as Problem
      return { ...problem, status: answer.status, allow: answer.headers.get('allow') }
    }
    const own = listener === 'office' ? office : tls
    const answer = await http({ port: ports[listener], path, method, tls: own, ...changes })
    return { ...json<Problem>(answer), status: answer.status, allow: answer.headers['allow'] }
  }

  test.each([
    ['ops', 'DELETE', '/health/ready', 'GET, HEAD', 'DELETE /health/ready'],
    ['exchange', 'PUT', '/exchange/v1/gateway.ping', 'POST', 'PUT /exchange/v1/gateway.ping'],
    ['office', 'PATCH', `/office/v1/jobs/${someone}`, 'GET, HEAD, DELETE', 'PATCH /office/v1/jobs/{jobId}'],
  ] as const)(
    'METHOD_NOT_ALLOWED at the %s listener: %s %s is told the methods of the path',
    async (...row) => {
      const [listener, method, path, allow, where] = row
      expect(await told(listener, method, path)).toMatchObject({ status: 405, allow, where })
    },
  )

  test('NOT_FOUND: the paths that there are', async () => {
    const { status, detail } = await told('ops', 'GET', `/${someone}`)
    expect(status).toBe(404)
    expect(detail).toMatch(/: \/health\/live, \/health\/ready, \/metrics$/)
  })

  test.each([
    ['office', '/office/v1/deliveries?state=bogus', '?state', /pending, delivered, gone, given-up$/],
    ['office', `/office/v1/deliveries?job=${someone}`, '?job', /the id of a job/],
    ['office', `/office/v1/jobs?limit=-1&${someone}=1`, '?', /takes no parameters$/],
    ['ops', '/metrics?name=x', '?', /takes no parameters$/],
  ] as const)('QUERY_INVALID at the %s listener: %s', async (listener, path, where, detail) => {
    const refusal = await told(listener, 'GET', path)
    expect(refusal).toMatchObject({ status: 400, code: 'QUERY_INVALID', where })
    expect(refusal.detail).toMatch(detail)
    expect(JSON.stringify(refusal)).not.toContain(someone)
  })

  test('MEDIA_TYPE_UNSUPPORTED: the header that is wrong, and at every path what it should be', async () => {
    const send = (headers: object, path = '/exchange/v1/gateway.ping') =>
      told(path.startsWith('/office') ? 'office' : 'exchange', 'POST', path, { headers, body: 'x' })
    const encoded = { 'content-type': 'application/jose', 'content-encoding': 'gzip' }
    expect(await send(encoded)).toMatchObject({ status: 415, where: 'content-encoding' })
    const text = { 'content-type': 'text/plain' }
    expect(await send(text)).toMatchObject({ where: 'content-type', detail: expect.stringMatching(/jose$/) })
    const { problem } = (await send(text, '/office/v1/token')) as unknown as { problem: Problem }
    expect(problem.detail).toMatch(/application\/x-www-form-urlencoded$/)
    expect(problem.hint.en).not.toMatch(/application\//)
  })

  test('QUESTION_INVALID: the place of what is missing, in Chinese and English', async () => {
    const headers = { 'content-type': 'application/json' }
    const body = '{"service":"gateway.ping","body":{}}'
    expect(await told('office', 'POST', '/office/v1/questions', { headers, body })).toMatchObject({
      code: 'QUESTION_INVALID',
      where: '/to',
      detail: '缺少该成员 is missing',
    })
  })

  test('BASIS_EXPIRED: until when it held, and which day it is here', async () => {
    const question = sandboxQuestion(shanghai, [hangzhou], 'normal', Date.now())
    const basis = { ...question.basis, expires: '2026-01-31' }
    const refusal = await told('office', 'POST', '/office/v1/questions', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...question, basis }),
    })
    expect(refusal).toMatchObject({ code: 'BASIS_EXPIRED', where: '/basis/expires' })
    expect(refusal.detail).toContain('it held until 2026-01-31; today in China is 20')
  })
})

test('every code that src/inbound throws, or says that it fails with, has a row here, or a test of its own beside it', () => {
  const folder = new URL('../../src/inbound/', import.meta.url)
  const thrown = new Set<string>()
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue
    const source = readFileSync(new URL(file, folder), 'utf8')
    for (const [, code = ''] of source.matchAll(/new GatewayError\(\s*'([A-Z_]+)'/g)) thrown.add(code)
    for (const [, codes = ''] of source.matchAll(/Fails with ([A-Z_, or]+)/g)) {
      for (const [code] of codes.matchAll(/[A-Z]+(?:_[A-Z]+)+/g)) thrown.add(code)
    }
  }
  const rows = new Set<string>([...strangers, ...known, ...unsigned].map(([code]) => code))
  expect(thrown.size).toBeGreaterThan(20)
  const beside = new URL('.', import.meta.url)
  const others = readdirSync(beside)
    .filter((file) => file !== 'refusals.test.ts')
    .map((file) => readFileSync(new URL(file, beside), 'utf8'))
    .join('\n')
  expect([...thrown].filter((code) => !rows.has(code) && !others.includes(`'${code}'`))).toEqual([])
})
