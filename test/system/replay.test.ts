import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  certificateRequest,
  type Envelope,
  http,
  type HttpAnswer,
  memberOf,
  post,
  sha256,
  signed,
  type TestMember,
  verified,
} from '../support/member-client.ts'
import {
  type GatewayProcess,
  hangzhou,
  jiangsu,
  portal,
  prepareFederation,
  shanghai,
  type TestFederation,
} from '../support/sandbox.ts'

let federation: TestFederation
let gateway: GatewayProcess
/** A second process of Shanghai, on the same store. */
let twinPort: number

beforeAll(async () => {
  federation = await prepareFederation()
  const twin = await federation.configureTwin(shanghai, (config) => {
    twinPort = config.exchange.port
    return config
  })
  const started = [federation.start(shanghai), federation.start(shanghai, { config: twin })]
  ;[gateway] = (await Promise.all(started)) as [GatewayProcess, GatewayProcess]
})
afterAll(() => federation.close())

const member = (code: string): TestMember => memberOf(federation, code)
const send = (bytes: string, from: string = jiangsu): Promise<HttpAnswer> =>
  post(federation, shanghai, member(from).tls, bytes)

function sendToTwin(bytes: string): Promise<HttpAnswer> {
  return http({
    port: twinPort,
    path: '/exchange/v1/deposit-certificate.issue',
    tls: member(jiangsu).tls,
    headers: { 'content-type': 'application/jose' },
    body: bytes,
  })
}

async function fresh(changes: object = {}): Promise<{ envelope: Envelope; bytes: string }> {
  const iat = Math.floor(Date.now() / 1000)
  const envelope = certificateRequest(jiangsu, shanghai, { iat, exp: iat + 300, ...changes })
  return { envelope, bytes: await signed(member(jiangsu), envelope) }
}

async function entriesOf(id: string): Promise<string[]> {
  return (await federation.journal(shanghai))
    .filter(({ exchangeId }) => exchangeId === id)
    .map(({ kind, outcome }) => `${kind} ${outcome}`)
}

function distinct(answers: readonly HttpAnswer[]): number {
  return new Set(answers.map(({ body }) => body.toString())).size
}

async function codeOf(
  answer: HttpAnswer,
  bytes: string,
  from: string = jiangsu,
): Promise<string | undefined> {
  return (await verified(answer, member(shanghai), { bytes, from })).problem?.code
}

describe('one jti is executed once', () => {
  test('T42 the same bytes again get the same answer, byte for byte', async () => {
    const { envelope, bytes } = await fresh()
    const answers = [await send(bytes), await send(bytes), await send(bytes)]
    expect(distinct(answers)).toBe(1)
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(await entriesOf(envelope.jti)).toEqual(['answered issued'])
  })

  test('T43 the same bytes 100 times at once are executed once, and once more after a restart still not', async () => {
    const { envelope, bytes } = await fresh()
    const answers = await Promise.all(Array.from({ length: 100 }, () => send(bytes)))
    expect(distinct(answers)).toBe(1)
    await gateway.kill()
    gateway = await federation.start(shanghai)
    const again = await Promise.all(Array.from({ length: 100 }, () => send(bytes)))
    expect(distinct([...answers, ...again])).toBe(1)
    expect(again[0]?.status).toBe(200)
    expect(await entriesOf(envelope.jti)).toEqual(['answered issued'])
  })

  test('T43 by two processes on one store, 50 ids 10 times at once', async () => {
    const requests = await Promise.all(Array.from({ length: 50 }, () => fresh()))
    const places = Array.from({ length: 10 }, (_, i) => (i % 2 ? send : sendToTwin))
    const first = await Promise.all(
      requests.map(({ bytes }) => Promise.all(places.map((place) => place(bytes)))),
    )
    const numbers = new Set<unknown>()
    for (const [i, { bytes }] of requests.entries()) {
      const answers = first[i] ?? []
      expect(answers.map(({ status }) => status)).toEqual(places.map(() => 200))
      expect(distinct(answers)).toBe(1)
      const [answer] = answers
      if (!answer) throw new Error('no answer')
      numbers.add((await verified(answer, member(shanghai), { bytes, from: jiangsu })).body.number)
    }
    expect(numbers.size).toBe(50)
    const journal = (await federation.journal(shanghai)).filter(({ kind }) => kind === 'answered')
    for (const { envelope } of requests) {
      expect(journal.filter(({ exchangeId }) => exchangeId === envelope.jti)).toHaveLength(1)
    }
  })
})

describe('T44 a jti with another body', () => {
  test('T44 is refused, the first answer stands, and the refusal is written down', async () => {
    const { envelope, bytes } = await fresh()
    const first = await send(bytes)
    const other = await signed(member(jiangsu), { ...envelope, fields: ['balance'] })
    const refused = await send(other)
    expect(await codeOf(refused, other)).toBe('REPLAY_REFUSED')
    expect(refused.status).toBe(409)
    expect(await send(bytes)).toMatchObject({ body: first.body })
    expect(await entriesOf(envelope.jti)).toEqual(['answered issued', 'refused REPLAY_REFUSED'])
  })

  test('T44 is answered for one of two bodies that come at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { envelope, bytes } = await fresh()
      const other = await signed(member(jiangsu), { ...envelope, fields: ['balance'] })
      const both = [bytes, other]
      const answers = await Promise.all([send(bytes), round % 2 ? send(other) : sendToTwin(other)])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
      const refused = answers.findIndex(({ status }) => status === 409)
      expect(await codeOf(answers[refused] as HttpAnswer, both[refused] as string)).toBe('REPLAY_REFUSED')
      expect((await entriesOf(envelope.jti)).sort()).toEqual(['answered issued', 'refused REPLAY_REFUSED'])
    }
  })

  test('T44 is refused too where the first was refused', async () => {
    const { envelope, bytes } = await fresh({ purpose: 'citizen-application' })
    expect(await codeOf(await send(bytes), bytes)).toBe('AGREEMENT_REQUIRED')
    const mended = await signed(member(jiangsu), { ...envelope, purpose: 'remote-housing-loan' })
    expect(await codeOf(await send(mended), mended)).toBe('REPLAY_REFUSED')
  })

  test('T44 is refused where only the white space of the payload differs', async () => {
    const { envelope, bytes } = await fresh()
    await send(bytes)
    const spaced = await signed(member(jiangsu), JSON.stringify(envelope, null, 1))
    expect(await codeOf(await send(spaced), spaced)).toBe('REPLAY_REFUSED')
  })

  test('T42 is another exchange where another member asks', async () => {
    const { envelope, bytes } = await fresh()
    await send(bytes)
    const asked = { ...certificateRequest(hangzhou, shanghai), jti: envelope.jti }
    const theirs = await signed(member(hangzhou), asked)
    const { body } = await verified(await send(theirs, hangzhou), member(shanghai), {
      bytes: theirs,
      from: hangzhou,
    })
    expect(body.outcome).toBe('issued')
  })

  test('a stranger burns no id: what was refused before the signature held leaves the jti free', async () => {
    const { bytes } = await fresh()
    const [header, payload] = bytes.split('.')
    const forged = `${header}.${payload}.${'A'.repeat(86)}`
    expect((await send(forged)).status).toBe(401)
    expect((await post(federation, shanghai, member(portal).tls, bytes)).status).toBe(401)
    expect((await send(bytes)).status).toBe(200)
  })

  test('a caller burns no id by a request that is late or misaddressed', async () => {
    const now = Math.floor(Date.now() / 1000)
    const { envelope, bytes } = await fresh({ iat: now - 100, exp: now - 80 })
    expect(await codeOf(await send(bytes), bytes)).toBe('CLOCK_SKEW')
    const anew = await signed(member(jiangsu), { ...envelope, iat: now, exp: now + 30 })
    expect((await send(anew)).status).toBe(200)
  })
})

test('a claim of a process that died is taken over once its lease has run out', async () => {
  const { envelope, bytes } = await fresh()
  await using store = await federation.openStore(shanghai)
  await store.exchanges.claim({ issuer: jiangsu, id: envelope.jti }, sha256(bytes), Date.now() - 30_001)
  expect((await send(bytes)).status).toBe(200)
  expect(await entriesOf(envelope.jti)).toEqual(['answered issued'])
})
