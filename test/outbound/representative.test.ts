import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { chinaDateTime } from '../../src/clock.ts'
import type { Context } from '../../src/composition/context.ts'
import type { CentreResult, RequestEnvelope } from '../../src/contracts/generated/types.ts'
import { certificateNumber } from '../../src/domain/certificate-number.ts'
import type { ErrorCode } from '../../src/errors.ts'
import { defaultPeerSettings } from '../../src/peers/settings.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import { type FakeAnswer, type FakePeer, startFakePeer } from '../support/fake-peer.ts'
import { hub, otherHub, park, withHub } from '../support/hub.ts'
import { contextOf } from '../support/in-process.ts'
import { memberOf, sha256, signed, type TestMember } from '../support/member-client.ts'
import { jiangsu, prepareFederation, type TestFederation } from '../support/sandbox.ts'

let federation: TestFederation
let context: Context
let peer: FakePeer

beforeAll(async () => {
  federation = await prepareFederation()
  federation.publish(withHub)
  peer = await startFakePeer(federation.of(hub).ports.exchange, member(hub).tls)
  const breaker = { ...defaultPeerSettings.breaker, minimumAsks: 10_000 }
  context = await contextOf(federation, jiangsu, { peerSettings: { ...defaultPeerSettings, breaker } })
})
afterAll(async () => {
  await context[Symbol.asyncDispose]()
  await peer[Symbol.asyncDispose]()
  await federation.close()
})

const member = (code: string): TestMember => memberOf(federation, code)
const relayedBy = { code: hub, name: '合肥市住房公积金管理中心' }

/** Changes to what an honest hub says. */
interface Changes {
  signer?: string
  typ?: string
  envelope?: Record<string, unknown>
  certificate?: Record<string, unknown>
  certificateSigner?: string
}

async function answerTo(request: string, changes: Changes): Promise<FakeAnswer> {
  const envelope = JSON.parse(
    Buffer.from(request.split('.')[1] ?? '', 'base64url').toString(),
  ) as RequestEnvelope
  const { person, addressee } = envelope.body as { person: object; addressee: string }
  const asOf = chinaDateTime(Date.now())
  const number = certificateNumber(park, asOf.slice(0, 10), 1)
  const certificate = {
    version: '1',
    iss: park,
    issuer: '苏州工业园区社会保险基金和公积金管理中心',
    relayedBy,
    number,
    issuedAt: asOf,
    validUntil: asOf.slice(0, 10),
    addressee,
    purpose: envelope.purpose,
    applicationNumber: envelope.basis?.applicationNumber,
    person,
    fields: envelope.fields,
    facts: { asOf },
    ...changes.certificate,
  }
  const token = await signed(member(changes.certificateSigner ?? hub), certificate, {
    typ: 'hpf-certificate+jws',
  })
  const answer = {
    version: '1',
    iss: park,
    relayedBy: hub,
    aud: jiangsu,
    service: envelope.service,
    inResponseTo: envelope.jti,
    requestDigest: sha256(request),
    iat: Math.floor(Date.now() / 1000),
    asOf,
    body: { outcome: 'issued', number, certificate: token },
    ...changes.envelope,
  }
  return {
    body: await signed(member(changes.signer ?? hub), answer, { typ: changes.typ ?? 'hpf-answer+jws' }),
  }
}

async function ask(changes: Changes = {}): Promise<CentreResult> {
  peer.answer((request) => answerTo(request, changes))
  const { results } = await context.ask(sandboxQuestion(jiangsu, [park], 'normal', Date.now()))
  const [result] = results
  if (!result) throw new Error('no result')
  return result
}

const said = { title: { en: 'a', zh: 'b' }, hint: { en: 'a', zh: 'b' }, requestId: 'r', docs: 'd' }

function refusal(code: string, status: number, more: Record<string, unknown> = {}): Changes {
  const problem = { type: `urn:hpf-exchange:error:${code}`, code, status, ...said, where: 'line 1' }
  return { typ: 'hpf-problem+jws', envelope: { body: undefined, problem, ...more } }
}

test('what the representative signs for the centre is believed', async () => {
  expect(await ask()).toMatchObject({ state: 'answered', relayedBy, certificate: { iss: park, relayedBy } })
})

describe('nothing is used of an answer', () => {
  const rows: [string, ErrorCode, string, Changes][] = [
    ['that another hub signed', 'PEER_ANSWER_UNVERIFIED', 'x5t#S256', { signer: otherHub }],
    [
      'that does not say who relays it',
      'PEER_ANSWER_MISMATCHED',
      '/relayedBy',
      { envelope: { relayedBy: undefined } },
    ],
    [
      'relayed by another than signs',
      'PEER_ANSWER_MISMATCHED',
      '/relayedBy',
      { envelope: { relayedBy: otherHub } },
    ],
    [
      'of the hub in its own name',
      'PEER_ANSWER_MISMATCHED',
      '/iss',
      { envelope: { iss: hub, relayedBy: undefined } },
    ],
    [
      'with a certificate that another hub signed',
      'PEER_ANSWER_UNVERIFIED',
      'x5t#S256',
      { certificateSigner: otherHub },
    ],
    [
      'with a certificate that does not say who relays it',
      'PEER_ANSWER_MISMATCHED',
      'certificate /relayedBy',
      { certificate: { relayedBy: undefined } },
    ],
    [
      'with a certificate in the hub’s name',
      'PEER_ANSWER_MISMATCHED',
      'certificate /iss',
      { certificate: { iss: hub, relayedBy: undefined } },
    ],
  ]
  test.each(rows)('%s', async (_, code, where, changes) => {
    const result = await ask(changes)
    expect(result).toMatchObject({ state: 'not-asked', relayedBy, problem: { code, where } })
    expect(result.answer).toBeUndefined()
  })

  test('and it is told who should have signed', async () => {
    const { problem } = await ask({ signer: otherHub })
    expect(problem?.detail).toContain(`signed by ${otherHub}, not by ${hub}, which represents ${park}`)
  })
})

describe('a signed refusal', () => {
  test('in the name of the centre is shown', async () => {
    const result = await ask(refusal('AGREEMENT_REQUIRED', 403))
    expect(result).toMatchObject({ state: 'refused', relayedBy, problem: { code: 'AGREEMENT_REQUIRED' } })
  })

  test('of a hub that could not read whom it was for is in its own name, and shown', async () => {
    const result = await ask(refusal('KEY_RETIRED', 401, { iss: hub, relayedBy: undefined }))
    expect(result).toMatchObject({ state: 'refused', problem: { code: 'KEY_RETIRED' } })
    expect(await ask(refusal('KEY_RETIRED', 401, { iss: hub }))).toMatchObject({
      state: 'not-asked',
      problem: { code: 'PEER_ANSWER_MISMATCHED', where: '/relayedBy' },
    })
  })

  test.each([
    ['CENTRE_UNAVAILABLE', 503, 'CENTRE_UNAVAILABLE', 'line 1', 1],
    ['CENTRE_ANSWER_INVALID', 502, 'CENTRE_ANSWER_INVALID', 'line 1', 1],
    ['CENTRE_REFUSED', 502, 'CENTRE_REFUSED', 'line 1', 0],
    ['STORE_UNAVAILABLE', 503, 'PEER_FAULT', 'STORE_UNAVAILABLE', 1],
  ])('%s with %i could not be asked: %s', async (code, status, shown, where, failures) => {
    const before = health().failures
    expect(await ask(refusal(code, status))).toMatchObject({
      state: 'not-asked',
      relayedBy,
      problem: { code: shown, where },
    })
    expect(health().failures - before).toBe(failures)
  })
})

/** The breaker is the centre's own, not the hub's. */
function health(): { failures: number } {
  const states = context.peers.states()
  expect(states.map(({ code }) => code)).toEqual([park])
  return states[0] ?? { failures: 0 }
}
