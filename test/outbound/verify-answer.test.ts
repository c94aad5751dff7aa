import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { chinaDateTime } from '../../src/clock.ts'
import type { Context } from '../../src/composition/context.ts'
import type { CentreResult, OfficeQuestion, RequestEnvelope } from '../../src/contracts/generated/types.ts'
import { certificateNumber } from '../../src/domain/certificate-number.ts'
import type { ErrorCode } from '../../src/errors.ts'
import { defaultPeerSettings } from '../../src/peers/settings.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import { type FakeAnswer, type FakePeer, startFakePeer } from '../support/fake-peer.ts'
import { contextOf } from '../support/in-process.ts'
import { memberOf, sha256, signed, type TestMember } from '../support/member-client.ts'
import { hangzhou, jiangsu, prepareFederation, shanghai, type TestFederation } from '../support/sandbox.ts'

let federation: TestFederation
let context: Context
let peer: FakePeer
/** Speaks as Shanghai over Hangzhou's channel. */
let wrongChannel: FakePeer

beforeAll(async () => {
  federation = await prepareFederation()
  peer = await startFakePeer(federation.of(shanghai).ports.exchange, member(shanghai).tls)
  wrongChannel = await startFakePeer(federation.of(hangzhou).ports.exchange, member(shanghai).tls)
  // These peers fail all the time; no breaker shall stand between them and what they say.
  const breaker = { ...defaultPeerSettings.breaker, minimumAsks: 10_000 }
  context = await contextOf(federation, jiangsu, { peerSettings: { ...defaultPeerSettings, breaker } })
})
afterAll(async () => {
  await context[Symbol.asyncDispose]()
  await peer[Symbol.asyncDispose]()
  await wrongChannel[Symbol.asyncDispose]()
  await federation.close()
})

const member = (code: string): TestMember => memberOf(federation, code)

/** Changes to an honest answer, from the outside in. */
interface Changes {
  signer?: TestMember
  header?: Record<string, unknown>
  envelope?: Record<string, unknown>
  body?: Record<string, unknown>
  certificate?: Record<string, unknown>
  /** Instead of the certificate's own JSON. */
  certificateText?: string
  certificateSigner?: TestMember
  certificateHeader?: Record<string, unknown>
  http?: Partial<FakeAnswer>
}

/** What an honest Shanghai would say, but for the changes. */
async function answerTo(request: string, changes: Changes = {}): Promise<FakeAnswer> {
  const envelope = JSON.parse(
    Buffer.from(request.split('.')[1] ?? '', 'base64url').toString(),
  ) as RequestEnvelope
  const now = Date.now()
  const { person, addressee } = envelope.body as { person: object; addressee: string }
  const asOf = chinaDateTime(now)
  const number = certificateNumber(shanghai, asOf.slice(0, 10), 1)
  const certificate = {
    version: '1',
    iss: shanghai,
    issuer: '上海市公积金管理中心',
    number,
    issuedAt: asOf,
    validUntil: asOf.slice(0, 10),
    addressee,
    purpose: envelope.purpose,
    applicationNumber: envelope.basis?.applicationNumber,
    person,
    fields: envelope.fields,
    facts: { asOf, balance: { amount: 1 } },
    ...changes.certificate,
  }
  const token = await signed(
    changes.certificateSigner ?? member(shanghai),
    changes.certificateText ?? certificate,
    {
      typ: 'hpf-certificate+jws',
      ...changes.certificateHeader,
    },
  )
  const answer = {
    version: '1',
    iss: shanghai,
    aud: jiangsu,
    service: envelope.service,
    inResponseTo: envelope.jti,
    requestDigest: sha256(request),
    iat: Math.floor(now / 1000),
    asOf,
    body: { outcome: 'issued', number, certificate: token, ...changes.body },
    ...changes.envelope,
  }
  const header = { typ: 'hpf-answer+jws', ...changes.header }
  return { body: await signed(changes.signer ?? member(shanghai), answer, header), ...changes.http }
}

async function ask(changes: Changes = {}, question: Partial<OfficeQuestion> = {}): Promise<CentreResult> {
  peer.answer((request) => answerTo(request, changes))
  return resultOf(shanghai, question)
}

async function resultOf(centre: string, question: Partial<OfficeQuestion> = {}): Promise<CentreResult> {
  const asked = { ...sandboxQuestion(jiangsu, [centre], 'normal', Date.now()), ...question }
  const { results } = await context.ask(asked)
  const [result] = results
  if (!result) throw new Error('no result')
  return result
}

const problem = {
  type: 'urn:hpf-exchange:error:AGREEMENT_REQUIRED',
  code: 'AGREEMENT_REQUIRED',
  status: 403,
  title: { en: 'a', zh: 'b' },
  hint: { en: 'a', zh: 'b' },
  requestId: 'r',
  docs: 'd',
}
const refusal = { body: undefined, problem }

test('an honest answer is shown, with what was verified', async () => {
  const result = await ask()
  expect(result).toMatchObject({ state: 'answered', certificate: { facts: { balance: { amount: 1 } } } })
  expect(result.problem).toBeUndefined()
})

test('a signed refusal is shown as a refusal', async () => {
  const result = await ask({ header: { typ: 'hpf-problem+jws' }, envelope: refusal, http: { status: 403 } })
  expect(result).toMatchObject({ state: 'refused', problem: { code: 'AGREEMENT_REQUIRED' } })
})

type Row = [name: string, code: ErrorCode, where: string | undefined, changes: () => Changes]

const rows: Row[] = [
  // Not signed as it must be
  [
    'T46 signed by another agency',
    'PEER_ANSWER_UNVERIFIED',
    'x5t#S256',
    () => ({ signer: member(hangzhou) }),
  ],
  [
    'T46 signed by another agency in its name',
    'PEER_ANSWER_UNVERIFIED',
    'signature',
    () => ({ signer: { ...member(hangzhou), thumbprint: member(shanghai).thumbprint } }),
  ],
  ['T46 signed by ourselves', 'PEER_ANSWER_UNVERIFIED', 'x5t#S256', () => ({ signer: member(jiangsu) })],
  [
    'T27 signed under an unlisted certificate',
    'PEER_ANSWER_UNVERIFIED',
    'x5t#S256',
    () => ({ header: { 'x5t#S256': sha256('x') } }),
  ],
  [
    'T36 a request for an answer',
    'PEER_ANSWER_UNVERIFIED',
    'typ',
    () => ({ header: { typ: 'hpf-request+jws' } }),
  ],
  [
    'T36 a certificate for an answer',
    'PEER_ANSWER_UNVERIFIED',
    'typ',
    () => ({ header: { typ: 'hpf-certificate+jws' } }),
  ],
  ['T19 a header member too many', 'PEER_ANSWER_UNVERIFIED', 'header', () => ({ header: { kid: 'a' } })],
  [
    'T100 an unsigned 200',
    'PEER_ANSWER_UNVERIFIED',
    'HTTP 200',
    () => ({ http: { contentType: 'application/json', body: '{"outcome":"no-record"}' } }),
  ],
  [
    'T100 a token without a signature',
    'PEER_ANSWER_UNVERIFIED',
    'token',
    () => ({ http: { body: 'e30.e30.' } }),
  ],
  [
    'an unsigned 404',
    'PEER_ANSWER_UNVERIFIED',
    'HTTP 404',
    () => ({ http: { status: 404, contentType: 'text/html', body: 'no' } }),
  ],
  [
    'an unsigned 503',
    'PEER_FAULT',
    'HTTP 503',
    () => ({ http: { status: 503, contentType: 'application/problem+json', body: '{}' } }),
  ],
  [
    'a signed 503',
    'PEER_FAULT',
    'AGREEMENT_REQUIRED',
    () => ({
      header: { typ: 'hpf-problem+jws' },
      envelope: { ...refusal, problem: { ...problem, status: 503 } },
      http: { status: 503 },
    }),
  ],

  // Signed, and not the answer to this request
  [
    'T45 bound to another request',
    'PEER_ANSWER_MISMATCHED',
    '/requestDigest',
    () => ({ envelope: { requestDigest: sha256('another request') } }),
  ],
  [
    'T45 in response to another id',
    'PEER_ANSWER_MISMATCHED',
    '/inResponseTo',
    () => ({ envelope: { inResponseTo: '01a20b96-a69a-7655-9b3c-535722bd3578' } }),
  ],
  [
    'T45 in response to no id',
    'PEER_ANSWER_MISMATCHED',
    '/inResponseTo',
    () => ({ envelope: { inResponseTo: undefined } }),
  ],
  ['T38 in another name', 'PEER_ANSWER_MISMATCHED', '/iss', () => ({ envelope: { iss: hangzhou } })],
  ['T37 addressed to another', 'PEER_ANSWER_MISMATCHED', '/aud', () => ({ envelope: { aud: hangzhou } })],
  [
    'T47 of another service',
    'PEER_ANSWER_MISMATCHED',
    '/service',
    () => ({ envelope: { service: 'gateway.ping' } }),
  ],

  // In the wrong form
  ['a problem sent as an answer', 'PEER_ANSWER_INVALID', 'typ', () => ({ envelope: refusal })],
  [
    'an answer sent as a problem',
    'PEER_ANSWER_INVALID',
    'typ',
    () => ({ header: { typ: 'hpf-problem+jws' } }),
  ],
  ['both a body and a problem', 'PEER_ANSWER_INVALID', '/', () => ({ envelope: { problem } })],
  ['a member too many', 'PEER_ANSWER_INVALID', '/', () => ({ envelope: { more: 1 } })],
  ['a body member too many', 'PEER_ANSWER_INVALID', undefined, () => ({ body: { more: 1 } })],
  ['an unknown outcome', 'PEER_ANSWER_INVALID', undefined, () => ({ body: { outcome: 'perhaps' } })],

  // With a certificate that is not what was asked for
  [
    'T46 a certificate signed by another agency',
    'PEER_ANSWER_UNVERIFIED',
    'x5t#S256',
    () => ({ certificateSigner: member(hangzhou) }),
  ],
  [
    'a certificate of another typ',
    'PEER_ANSWER_UNVERIFIED',
    'typ',
    () => ({ certificateHeader: { typ: 'hpf-answer+jws' } }),
  ],
  [
    'a certificate in another name',
    'PEER_ANSWER_MISMATCHED',
    'certificate /iss',
    () => ({ certificate: { iss: hangzhou } }),
  ],
  [
    'a certificate with another number',
    'PEER_ANSWER_MISMATCHED',
    'certificate /number',
    () => ({ body: { number: certificateNumber(shanghai, '2026-01-31', 2) } }),
  ],
  [
    'a certificate to another centre',
    'PEER_ANSWER_MISMATCHED',
    'certificate /addressee',
    () => ({ certificate: { addressee: hangzhou } }),
  ],
  [
    'a certificate for another purpose',
    'PEER_ANSWER_MISMATCHED',
    'certificate /purpose',
    () => ({ certificate: { purpose: 'citizen-application' } }),
  ],
  [
    'a certificate for another application',
    'PEER_ANSWER_MISMATCHED',
    'certificate /applicationNumber',
    () => ({ certificate: { applicationNumber: 'OTHER' } }),
  ],
  [
    'a certificate of another number',
    'PEER_ANSWER_MISMATCHED',
    'certificate /person/idNumber',
    () => ({
      certificate: { person: { name: '沈清和', idType: 'resident-id', idNumber: '31010119000101002X' } },
    }),
  ],
  [
    'a certificate of another name',
    'PEER_ANSWER_MISMATCHED',
    'certificate /person/name',
    () => ({
      certificate: { person: { name: '沈清', idType: 'resident-id', idNumber: '310101190001010011' } },
    }),
  ],
  [
    'a certificate of a field set not asked for',
    'PEER_ANSWER_MISMATCHED',
    'certificate /fields',
    () => ({ certificate: { fields: ['employer'] } }),
  ],
  [
    'a certificate with facts of a field set it does not name',
    'PEER_ANSWER_MISMATCHED',
    'certificate /facts',
    () => ({ certificate: { facts: { asOf: chinaDateTime(0), employer: { name: 'a' } } } }),
  ],
  [
    'a certificate in the wrong form',
    'PEER_ANSWER_INVALID',
    'certificate /facts/balance/amount',
    () => ({ certificate: { facts: { asOf: chinaDateTime(0), balance: { amount: '1' } } } }),
  ],
  [
    'T75 a certificate with a repeated member',
    'PEER_ANSWER_INVALID',
    'certificate',
    () => ({ certificateText: '{"iss":"a","iss":"b"}' }),
  ],
]

describe('an answer of which nothing is used', () => {
  test.each(rows)('%s: %s', async (_, code, where, changes) => {
    const result = await ask(changes())
    expect(result).toMatchObject({
      state: 'not-asked',
      problem: { code, ...(where !== undefined && { where }) },
    })
    expect(result.certificate).toBeUndefined()
    expect(result.answer).toBeUndefined()
    const kept = await context.store.journal.ofExchange(result.exchangeId ?? '')
    expect(kept.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['asked', 'sent'],
      ['concluded', code],
    ])
  })

  test('T45 the honest answer to an earlier request', async () => {
    const [earlier, answers]: [string[], FakeAnswer[]] = [[], []]
    peer.answer(async (request) => {
      earlier.push(request)
      answers.push(await answerTo(earlier[0] ?? ''))
      return answers[0] ?? { body: '' }
    })
    expect(await resultOf(shanghai)).toMatchObject({ state: 'answered' })
    expect(await resultOf(shanghai)).toMatchObject({
      state: 'not-asked',
      problem: { code: 'PEER_ANSWER_MISMATCHED', where: '/requestDigest' },
    })
  })

  test('T46 an answer of the right agency over the channel of another', async () => {
    // The endpoint listed for Hangzhou speaks, and signs, as Shanghai.
    wrongChannel.answer((request) =>
      answerTo(request, { signer: member(hangzhou), envelope: { iss: hangzhou } }),
    )
    expect(await resultOf(hangzhou)).toMatchObject({
      state: 'not-asked',
      problem: { code: 'PEER_ANSWER_UNVERIFIED', where: 'TLS certificate' },
    })
  })
})

test('nothing personal is sent to a peer that does not list the service, nor without need', async () => {
  const before = peer.requests.length
  const { results } = await context.ask({
    ...sandboxQuestion(jiangsu, [shanghai], 'normal', Date.now()),
    purpose: 'citizen-application',
  })
  expect(results).toMatchObject([{ state: 'not-asked', problem: { code: 'AGREEMENT_REQUIRED' } }])
  expect(peer.requests.length).toBe(before)
})
