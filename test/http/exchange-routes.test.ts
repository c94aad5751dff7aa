import { once } from 'node:events'
import { Agent, request } from 'node:https'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Problem } from '../../src/contracts/generated/types.ts'
import { createApp } from '../../src/http/app.ts'
import { exchangeRoutes } from '../../src/http/exchange-routes.ts'
import { listenTls, type TlsListener } from '../../src/http/listener.ts'
import { authority, theirs } from '../peers/federation.ts'

/** A member's channel, however many connections it takes. */
function member(name: string): Agent {
  const { key, certificate: cert } = authority.issue({ name })
  return new Agent({ key, cert, ca: authority.anchor })
}

const [first, second, third] = [member('first'), member('second'), member('third')]
let listener: TlsListener
/** Until it resolves, nothing that was received is answered. */
let letGo: PromiseWithResolvers<void>
let received: number
let hears: (() => void) | undefined

beforeEach(async () => {
  received = 0
  letGo = Promise.withResolvers()
  const routes = exchangeRoutes({
    async receive() {
      received += 1
      hears?.()
      await letGo.promise
      return { signed: true, status: 200, bytes: Buffer.from('a.b.c') }
    },
    clock: () => 0,
    accepting: () => true,
  })
  listener = await listenTls(
    createApp(routes, { clock: () => 0, sandbox: false, onRefused: () => undefined }),
    { host: '127.0.0.1', port: 0 },
    { key: theirs.key, certificate: theirs.certificate, anchors: authority.anchor },
  )
})
afterEach(async () => {
  letGo.resolve()
  await listener.stop(0)
})

function begin(agent: Agent, headers: Record<string, string> = {}): ClientRequest {
  return request({
    agent,
    host: '127.0.0.1',
    port: listener.port,
    path: '/exchange/v1/gateway.ping',
    method: 'POST',
    headers: { 'content-type': 'application/jose', 'content-length': '5', ...headers },
  })
}

async function answerOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  return answer
}

async function statusOf(outgoing: ClientRequest): Promise<number | undefined> {
  const answer = await answerOf(outgoing)
  answer.resume()
  return answer.statusCode
}

function ask(agent: Agent): ClientRequest {
  return begin(agent).end('a.b.c')
}

type Answers = Promise<number | undefined>[]

/** Their answers, once so many more are in hand. */
async function inHand(agent: Agent, count: number): Promise<Answers> {
  const answers: Answers = []
  // A few handshakes at a time: each has to come to its end.
  while (answers.length < count)
    answers.push(...(await fewInHand(agent, Math.min(16, count - answers.length))))
  return answers
}

async function fewInHand(agent: Agent, count: number): Promise<Answers> {
  const expected = received + count
  const all = Promise.withResolvers<void>()
  hears = () => received === expected && all.resolve()
  const answers = Array.from({ length: count }, () => statusOf(ask(agent)))
  await all.promise
  return answers
}

async function refused(agent: Agent): Promise<unknown> {
  const answer = await answerOf(ask(agent))
  const { code } = (await json(answer)) as Problem
  return [answer.statusCode, code, answer.headers['retry-after']]
}

const overloaded = [503, 'OVERLOADED', '1']

describe('OVERLOADED', () => {
  test('past 512 requests in hand one more is refused at once, and all others are answered', async () => {
    const answers = [...(await inHand(first, 256)), ...(await inHand(second, 256))]
    expect(await refused(third)).toEqual(overloaded)
    letGo.resolve()
    expect(new Set(await Promise.all(answers))).toEqual(new Set([200]))
    expect(await statusOf(ask(third))).toBe(200)
  })

  test('past 256 of one certificate, the ones included whose body is still to come, and others go on', async () => {
    const answers = await inHand(first, 255)
    const slow = begin(first, { expect: '100-continue' })
    slow.flushHeaders()
    await once(slow, 'continue')
    expect(await refused(first)).toEqual(overloaded)
    const [others] = await inHand(second, 1)

    answers.push(statusOf(slow.end('a.b.c')))
    letGo.resolve()
    expect(await others).toBe(200)
    expect(new Set(await Promise.all(answers))).toEqual(new Set([200]))
    expect(await statusOf(ask(first))).toBe(200)
  })
})
