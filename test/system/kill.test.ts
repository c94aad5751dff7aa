import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { verifyChain } from '../../src/journal/verify-chain.ts'
import {
  certificateRequest,
  disconnect,
  headerOf,
  type HttpAnswer,
  json,
  memberOf,
  post,
  rawToken,
  sha256,
  type TestMember,
  verified,
} from '../support/member-client.ts'
import {
  type GatewayProcess,
  jiangsu,
  prepareFederation,
  shanghai,
  type TestFederation,
} from '../support/sandbox.ts'

const rounds = 20
const concurrent = 200

let federation: TestFederation
let asker: TestMember
let centre: TestMember
let gateway: GatewayProcess

beforeAll(async () => {
  federation = await prepareFederation()
  asker = memberOf(federation, jiangsu)
  centre = memberOf(federation, shanghai)
  gateway = await federation.start(shanghai)
})
afterAll(() => federation.close())

interface Exchange {
  id: string
  bytes: string
  answer?: HttpAnswer
}

function freshExchange(): Exchange {
  const envelope = certificateRequest(jiangsu, shanghai, {})
  return { id: envelope.jti, bytes: rawToken(headerOf(asker), envelope, asker.key) }
}

const send = (bytes: string): Promise<HttpAnswer> => post(federation, shanghai, asker.tls, bytes)

test(`T105 T106 a centre killed ${rounds} times while ${concurrent} exchanges are in hand has evidence of every answer that it gave`, async () => {
  const answeredIds = new Set<string>()
  let unanswered = 0
  let head = verifyChain(await federation.journal(shanghai))
  for (let round = 0; round < rounds; round += 1) {
    const exchanges = Array.from({ length: concurrent }, freshExchange)
    // Earlier and later in the load, round by round.
    const answersUntilDeath = 1 + Math.floor((round * concurrent) / (2 * rounds))
    let answers = 0
    const dying = gateway
    await Promise.allSettled(
      exchanges.map(async (exchange) => {
        exchange.answer = await send(exchange.bytes)
        answers += 1
        if (answers === answersUntilDeath) dying.signal('SIGKILL')
      }),
    )
    await dying.ended
    disconnect(asker.tls)
    const given = exchanges.filter(({ answer }) => answer !== undefined)
    expect(given.length).toBeGreaterThanOrEqual(answersUntilDeath)
    unanswered += concurrent - given.length

    gateway = await federation.start(shanghai)
    const journal = await federation.journal(shanghai)
    head = verifyChain(journal, head.ok ? head.head : undefined)
    expect(head.ok).toBe(true)
    const digests = new Map(
      journal
        .filter(({ kind }) => kind === 'answered')
        .map((entry) => [entry.exchangeId, entry.answerDigest]),
    )
    for (const { id, answer } of given) {
      expect(digests.get(id)).toBe(sha256(answer?.body ?? ''))
      answeredIds.add(id)
    }

    // What was answered is given again, and nothing is executed a second time.
    const [sample] = given.slice(-1)
    if (sample?.answer) expect((await send(sample.bytes)).body).toEqual(sample.answer.body)
    const open = exchanges.find(({ answer }) => answer === undefined)
    if (open) {
      const answer = await send(open.bytes)
      const { problem } = await verified(answer, centre, { bytes: open.bytes, from: jiangsu })
      expect([undefined, 'EXCHANGE_IN_PROGRESS']).toContain(problem?.code)
    }
  }

  expect(unanswered).toBeGreaterThan(rounds)
  const ready = await fetch(`http://127.0.0.1:${federation.of(shanghai).ports.ops}/health/ready`)
  expect(ready.status).toBe(200)
  const answered = (await federation.journal(shanghai)).filter(({ kind }) => kind === 'answered')
  expect(new Set(answered.map(({ exchangeId }) => exchangeId)).size).toBe(answered.length)
  const numbers = new Set<string>()
  await using store = await federation.openStore(shanghai)
  for (const id of answeredIds) {
    const kept = await store.evidence.kept(id)
    const token = kept?.answer.toString() ?? ''
    const { body } = json<{ body: { number: string } }>({
      status: 200,
      headers: {},
      body: Buffer.from(token.split('.')[1] ?? '', 'base64url'),
    })
    numbers.add(body.number)
  }
  expect(numbers.size).toBe(answeredIds.size)
}, 180_000)
