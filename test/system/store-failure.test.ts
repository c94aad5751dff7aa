import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { OfficeResult, Problem } from '../../src/contracts/generated/types.ts'
import type { Readiness } from '../../src/health.ts'
import { verifyChain } from '../../src/journal/verify-chain.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import {
  askOffice,
  certificateRequest,
  type HttpAnswer,
  json,
  memberOf,
  post,
  signed,
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

let federation: TestFederation
let gateway: GatewayProcess
let asking: GatewayProcess

beforeAll(async () => {
  federation = await prepareFederation()
  ;[gateway, asking] = await Promise.all([federation.start(shanghai), federation.start(jiangsu)])
})
afterAll(() => federation.close())

const member = (code: string): TestMember => memberOf(federation, code)
const send = (bytes: string): Promise<HttpAnswer> => post(federation, shanghai, member(jiangsu).tls, bytes)

async function requests(count: number): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, () => signed(member(jiangsu), certificateRequest(jiangsu, shanghai))),
  )
}

/** As a full disk does: every write of the process to a file fails, until it is lifted (EFBIG; setrlimit(2)). */
function full({ pid }: GatewayProcess): Disposable {
  execFileSync('prlimit', [`--pid=${pid}`, '--fsize=1:unlimited'])
  return {
    [Symbol.dispose]: () => void execFileSync('prlimit', [`--pid=${pid}`, '--fsize=unlimited:unlimited']),
  }
}

async function readiness(code: string): Promise<{ status: number; body: Readiness }> {
  const response = await fetch(`http://127.0.0.1:${federation.of(code).ports.ops}/health/ready`)
  return { status: response.status, body: (await response.json()) as Readiness }
}

function assertNothingPersonal(answers: readonly HttpAnswer[]): void {
  for (const { body, headers } of answers) {
    expect(body.toString() + JSON.stringify(headers)).not.toMatch(/310101190001|沈清和|\b4032000\b|eyJ/)
  }
}

test('T107 on a full disk every exchange is refused, nothing personal leaves, and service returns by itself', async () => {
  const before = await requests(20)
  const during = await requests(50)
  expect((await Promise.all(before.map(send))).map(({ status }) => status)).toEqual(before.map(() => 200))
  {
    using _ = full(gateway)
    const refused = await Promise.all(during.map(send))
    expect(refused.map((answer) => [answer.status, json<Problem>(answer).code])).toEqual(
      during.map(() => [503, 'STORE_UNAVAILABLE']),
    )
    assertNothingPersonal(refused)
    // What is stored is still given, since it needs no write that could fail; nor is anything else.
    const repeated = await Promise.all(before.slice(0, 3).map(send))
    for (const { status } of repeated) expect([200, 503]).toContain(status)
    const { status, body } = await readiness(shanghai)
    expect(status).toBe(503)
    expect(body).toMatchObject({
      status: 'not-ready',
      checks: { store: { ok: false, code: 'STORE_UNAVAILABLE' } },
    })
  }
  const answers = await Promise.all(during.map(send))
  for (const [i, answer] of answers.entries()) {
    const { body } = await verified(answer, member(shanghai), { bytes: during[i] ?? '', from: jiangsu })
    expect(body.outcome).toBe('issued')
  }
  expect((await readiness(shanghai)).status).toBe(200)
  const journal = await federation.journal(shanghai)
  expect(verifyChain(journal).ok).toBe(true)
  expect(journal.filter(({ kind }) => kind === 'answered')).toHaveLength(70)
})

test('T107 an asker that cannot keep evidence sends nothing', async () => {
  const count = async (): Promise<number> => (await federation.journal(shanghai)).length
  const [before, question] = [await count(), sandboxQuestion(jiangsu, [shanghai], 'normal', Date.now())]
  {
    using _ = full(asking)
    const answer = await askOffice(federation, member(jiangsu), question)
    const { results } = json<OfficeResult>(answer)
    expect(results).toMatchObject([{ state: 'not-asked', problem: { code: 'STORE_UNAVAILABLE' } }])
    expect(results[0]?.exchangeId).toBeUndefined()
  }
  expect(await count()).toBe(before)
  const answer = await askOffice(federation, member(jiangsu), question)
  expect(json<OfficeResult>(answer).results).toMatchObject([{ state: 'answered' }])
})
