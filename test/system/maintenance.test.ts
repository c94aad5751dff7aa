import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { OfficeResult, Problem } from '../../src/contracts/generated/types.ts'
import type { Readiness } from '../../src/health.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import { gateway as command } from '../support/cli.ts'
import {
  askOffice,
  certificateRequest,
  disconnect,
  http,
  json,
  memberOf,
  pingRequest,
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

// Two instances of 上海 on one store; work is announced by the command, as an operator would.

let federation: TestFederation
let instances: GatewayProcess[]
let asker: TestMember
let answerer: TestMember
const message = ['--message', '核心系统升级', '--message-en', 'Core upgrade', '--until', '2099-01-01T06:00']

beforeAll(async () => {
  federation = await prepareFederation()
  ;[asker, answerer] = [memberOf(federation, jiangsu), memberOf(federation, shanghai)]
  const twin = await federation.configureTwin(shanghai, (config) => config)
  const ours = [federation.start(shanghai), federation.start(shanghai, { config: twin })]
  ;[instances] = await Promise.all([Promise.all(ours), federation.start(jiangsu)])
})
afterAll(async () => {
  for (const tls of [asker.tls, asker.office, answerer.office]) disconnect(tls)
  await federation.close()
})

async function maintenance(...args: string[]): Promise<void> {
  const begun = args[0] === 'on'
  const ran = await command(['maintenance', ...args, '--config', federation.of(shanghai).config], {
    now: Date.now(),
  })
  expect([ran.code, ran.err]).toEqual([0, ''])
  for (const instance of instances) await untilStatus(instance, begun ? 'maintenance' : 'ready')
}

/** Asks again and again, as a load balancer would. */
async function untilStatus(instance: GatewayProcess, status: Readiness['status']): Promise<Readiness> {
  const { ops } = JSON.parse(await instance.line('"event":"serving"')) as { ops: number }
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${ops}/health/ready`)
    const found = (await response.json()) as Readiness
    if (found.status === status) return found
  }
}

async function asked(service: 'gateway.ping' | 'deposit-certificate.issue', bytes: string) {
  const answer = await post(federation, shanghai, asker.tls, bytes, { service })
  const { problem } = await verified(answer, answerer, { bytes, from: jiangsu })
  return { status: answer.status, retryAfter: answer.headers['retry-after'], problem }
}

describe('while work is announced', () => {
  let bytes: string
  beforeAll(async () => {
    await maintenance('on', ...message)
    bytes = await signed(asker, certificateRequest(jiangsu, shanghai))
  })

  test('MAINTENANCE: a peer gets the message, signed, with when to come again', async () => {
    expect(await asked('deposit-certificate.issue', bytes)).toMatchObject({
      status: 503,
      retryAfter: '900',
      problem: {
        code: 'MAINTENANCE',
        detail: '核心系统升级 Core upgrade（至 until 2099-01-01T06:00:00+08:00）',
        retryAfterSeconds: 900,
      },
    })
    const [entry] = await federation.journal(shanghai)
    expect(entry).toMatchObject({ kind: 'refused', outcome: 'MAINTENANCE' })
  })

  test('a ping is answered', async () => {
    const ping = await signed(asker, pingRequest(jiangsu, shanghai))
    expect(await asked('gateway.ping', ping)).toMatchObject({ status: 200, problem: undefined })
  })

  test('PEER_MAINTENANCE: the officer of the peer reads it, and the breaker stays as it was', async () => {
    const question = sandboxQuestion(jiangsu, [shanghai], 'normal', Date.now())
    const [result] = json<OfficeResult>(await askOffice(federation, asker, question)).results
    expect(result).toMatchObject({
      state: 'not-asked',
      problem: { code: 'PEER_MAINTENANCE', detail: expect.stringContaining('核心系统升级') },
    })
    const { office } = federation.of(jiangsu).ports
    const peers = await http({ port: office, path: '/office/v1/peers', method: 'GET', tls: asker.office })
    expect(json(peers)).toMatchObject({ peers: [{ code: shanghai, failures: 0 }] })
  })

  test('the own office asks nothing new, and still sees what is there', async () => {
    const question = sandboxQuestion(shanghai, [jiangsu], 'normal', Date.now())
    const answer = await askOffice(federation, answerer, question)
    expect([answer.status, json<Problem>(answer).code]).toEqual([503, 'MAINTENANCE'])
    expect(answer.headers['retry-after']).toBe('900')
    const { office } = federation.of(shanghai).ports
    const seen = await http({ port: office, path: '/office/v1/jobs', method: 'GET', tls: answerer.office })
    expect(seen.status).toBe(200)
  })

  test('readiness says so with status 200, so that callers reach the message; metrics say so too', async () => {
    const ops = `http://127.0.0.1:${federation.of(shanghai).ports.ops}`
    const response = await fetch(`${ops}/health/ready`)
    expect(response.status).toBe(200)
    expect((await response.json()) as Readiness).toMatchObject({
      status: 'maintenance',
      maintenance: {
        message: { zh: '核心系统升级', en: 'Core upgrade' },
        until: '2099-01-01T06:00:00+08:00',
      },
    })
    expect(await (await fetch(`${ops}/metrics`)).text()).toContain('\ngateway_maintenance 1\n')
  })

  test('the very same request is answered once it is over', async () => {
    await maintenance('off')
    expect((await asked('deposit-certificate.issue', bytes)).status).toBe(200)
  })
})

test('an instance that starts meanwhile begins with it', async () => {
  await maintenance('on', '--message', '再次维护')
  const third = await federation.configureTwin(shanghai, (config) => config)
  const gateway = await federation.start(shanghai, { config: third })
  expect(await gateway.line('"event":"maintenance"')).toContain('再次维护')
  await maintenance('off')
})

describe('gateway maintenance', () => {
  const run = (...args: string[]) =>
    command(['maintenance', ...args, '--config', federation.of(shanghai).config, '--json'], {
      now: Date.now(),
    })

  test('shows what is announced, and what is not', async () => {
    expect((await run('show')).json()).toEqual({ maintenance: null })
    expect((await run('off')).json()).toEqual({ ended: false })
  })

  test.each([
    ['without a message', ['on']],
    ['a message of 201 characters', ['on', '--message', '长'.repeat(201)]],
    ['a message with an identity number', ['on', '--message', '310101190001010011']],
    ['an end that has passed', ['on', '--message', '升级', '--until', '2020-01-01T00:00']],
    ['an end that is no time', ['on', '--message', '升级', '--until', 'tomorrow']],
    ['an end on no day', ['on', '--message', '升级', '--until', '2099-02-30T25:00']],
  ])('USAGE_INVALID: %s', async (_, args) => {
    const { code, json } = await run(...args)
    expect([code, json()['code']]).toEqual([2, 'USAGE_INVALID'])
  })
})
