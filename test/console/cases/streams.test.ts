import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { randomUUIDv7 } from 'node:crypto'
import { json } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Problem } from '../../../src/contracts/generated/types.ts'
import { personas } from '../../../src/sandbox/personas.ts'
import { type AtConsole, signIn, startProvider } from '../../support/console-sign-in.ts'
import { serveInProcess } from '../../support/in-process.ts'
import { jiangsu, prepareFederation, shanghai, type TestFederation } from '../../support/sandbox.ts'

let federation: TestFederation
/** Of 金陵管理部, whose officers and supervisor may all follow it. */
let caseId: string

beforeAll(async () => {
  federation = await prepareFederation()
  federation.configure(jiangsu, (config) => {
    const { console } = config.office
    if (!console) throw new RangeError('no console')
    // Nothing here is to end because of a look at the clock.
    return { ...config, office: { ...config.office, console: { ...console, recheckSeconds: 300 } } }
  })
  await serveInProcess(federation, jiangsu)
  await startProvider(federation)
  const [persona] = personas
  const entered = await (
    await signIn(federation, 'lin.yue')
  ).post(
    '/console/v1/cases',
    {
      person: persona?.person,
      centres: [shanghai],
      purpose: 'remote-housing-loan',
      basis: { kind: 'consent', reference: 'SQS-1', expires: '2099-12-31' },
    },
    { 'idempotency-key': randomUUIDv7() },
  )
  caseId = (JSON.parse(entered.body) as { id: string }).id
})
afterAll(() => federation.close())

async function follow({ browser, origin }: AtConsole, method = 'GET'): Promise<IncomingMessage> {
  const cookies = [...(browser.cookies.get('127.0.0.1') ?? [])].map(([name, value]) => `${name}=${value}`)
  const outgoing = request(`${origin}/console/v1/cases/${caseId}/events`, {
    method,
    ca: readFileSync(federation.files.anchors, 'utf8'),
    headers: { cookie: cookies.join('; '), 'sec-fetch-site': 'same-origin' },
  })
  outgoing.end()
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  return answer
}

async function refusalOf(answer: IncomingMessage): Promise<unknown> {
  const { code } = (await json(answer)) as Problem
  return [answer.statusCode, code, answer.headers['retry-after']]
}

function ended(answer: IncomingMessage): Promise<unknown> {
  answer.on('error', () => undefined).resume()
  return new Promise((resolve) => answer.once('close', resolve))
}

describe('T124 the events of a case end at once with', () => {
  test.each<[string, (at: AtConsole) => Promise<unknown>]>([
    ['a sign-out', (at) => at.post('/console/v1/sign-out')],
    ['a locked desk', (at) => at.post('/console/v1/session/lock')],
    ['another sign-in in the same browser', (at) => signIn(federation, 'zhou.hang', at.browser)],
  ])('%s, and those of others go on', async (_, leave) => {
    const [at, other] = [await signIn(federation, 'lin.yue'), await signIn(federation, 'xu.ning')]
    const [own, others] = [await follow(at), await follow(other)]
    const over = ended(own)
    await leave(at)
    await over
    expect(own.complete).toBe(false)
    expect(others.closed).toBe(false)
    others.destroy()
  })
})

test('CONSOLE_BUSY: nobody follows more than twenty cases at a time, from however many desks', async () => {
  const [desk, otherDesk] = [await signIn(federation, 'lin.yue'), await signIn(federation, 'lin.yue')]
  const streams: IncomingMessage[] = []
  // What was left a moment ago may still count.
  while (streams.length < 20) {
    const stream = await follow(streams.length % 2 ? desk : otherDesk)
    if (stream.statusCode === 200) streams.push(stream)
    else stream.resume()
  }
  expect(await refusalOf(await follow(desk))).toEqual([429, 'CONSOLE_BUSY', '2'])
  const another = await follow(await signIn(federation, 'xu.ning'))
  expect(another.statusCode).toBe(200)
  expect((await desk.get(`/console/v1/cases/${caseId}`)).status).toBe(200)

  streams.pop()?.destroy()
  let again = await follow(desk)
  while (again.statusCode !== 200) {
    again.resume()
    again = await follow(desk)
  }
  for (const stream of [...streams, another, again]) stream.destroy()
})

test('who asks for the head of the events alone has it, and an end', async () => {
  const answer = await follow(await signIn(federation, 'xu.ning'), 'HEAD')
  await ended(answer)
  expect([answer.statusCode, answer.headers['content-type'], answer.complete]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
    true,
  ])
})
