import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { compactVerify } from 'jose'
import type { JobResult, OfficeBatch, OfficeJob, Problem } from '../../src/contracts/generated/types.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import { http, type HttpAnswer, json, memberOf, type TestMember } from '../support/member-client.ts'
import { gateway, type Ran } from '../support/cli.ts'
import { asTyped, main, run as runProcess } from '../support/process.ts'
import { openWire } from '../support/wire.ts'
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
let here: GatewayProcess
let there: GatewayProcess
const member = (code: string): TestMember => memberOf(federation, code)

beforeAll(async () => {
  federation = await prepareFederation()
  // Thousands of questions, in the long run
  federation.configure(jiangsu, ({ office: { clients, ...rest }, ...config }) => ({
    ...config,
    office: { ...rest, clients: clients.map((client) => ({ ...client, requestsPerMinute: 100_000 })) },
  }))
  await Promise.all([startBoth(), federation.start(portal)])
})
afterAll(() => federation.close())

async function startBoth(): Promise<void> {
  ;[here, there] = await Promise.all([federation.start(jiangsu), federation.start(shanghai)])
}

const question = (to: string[], changes: object = {}, asker: string = jiangsu): object => ({
  ...sandboxQuestion(asker, to, 'normal', Date.now()),
  ...changes,
})

function office(
  path: string,
  {
    body,
    headers = {},
    method,
    as = jiangsu as string,
  }: { body?: object | string; headers?: Record<string, string>; method?: string; as?: string } = {},
): Promise<HttpAnswer> {
  const text = typeof body === 'object' ? JSON.stringify(body) : body
  return http({
    port: federation.of(as).ports.office,
    path,
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    tls: member(as).office,
    ...(text !== undefined && { body: text }),
    headers: { ...(text !== undefined && { 'content-type': 'application/json' }), ...headers },
  })
}

const ask = (body: object | string, headers: Record<string, string> = {}): Promise<HttpAnswer> =>
  office('/office/v1/questions', { body, headers: { prefer: 'wait=20', ...headers } })

/** Looks at a job through its events until it has ended. */
async function ended(id: string, as = jiangsu): Promise<OfficeJob> {
  const stream = await office(`/office/v1/jobs/${id}/events`, { as })
  const last = /event: job\ndata: (.*)\n/.exec(stream.body.toString())?.[1]
  return JSON.parse(last ?? '') as OfficeJob
}

describe('a question with Prefer', () => {
  test('that ends in time is answered with the whole job, and its signed result', async () => {
    const answer = await ask(question([shanghai]))
    expect([answer.status, answer.headers['preference-applied']]).toEqual([200, 'wait=20'])
    const job = json<OfficeJob>(answer)
    expect(job).toMatchObject({
      state: 'ended',
      centres: [{ centre: shanghai, state: 'answered', attempts: 1, result: { state: 'answered' } }],
    })
    const { payload, protectedHeader } = await compactVerify(
      job.signed ?? '',
      member(jiangsu).certificate.publicKey,
    )
    expect(protectedHeader.typ).toBe('hpf-result+jws')
    const result = JSON.parse(Buffer.from(payload).toString()) as JobResult
    expect(result).toMatchObject({ iss: jiangsu, job: job.id, centres: job.centres })
  })

  test('that takes longer is accepted, with its place and when to look again', async () => {
    const answer = await ask(question([shanghai]), { prefer: 'respond-async' })
    const job = json<OfficeJob>(answer)
    expect(answer.status).toBe(202)
    expect(answer.headers).toMatchObject({
      location: `/office/v1/jobs/${job.id}`,
      'retry-after': '1',
      'preference-applied': 'respond-async',
    })
    expect((await ended(job.id)).centres).toMatchObject([{ state: 'answered' }])
  })

  test('is honest about each centre: one answers, one cannot be asked', async () => {
    const job = json<OfficeJob>(await ask(question([shanghai, hangzhou])))
    expect(job).toMatchObject({
      state: 'ended',
      centres: [
        { centre: shanghai, state: 'answered' },
        { centre: hangzhou, state: 'not-asked', result: { problem: { code: 'PEER_UNREACHABLE' } } },
      ],
    })
  })

  test.each([
    ['a wait beyond a minute', { prefer: 'wait=61' }, 'PREFERENCE_INVALID', 400],
    [
      'a key that looks like an identity number',
      { 'idempotency-key': 'a-310101190001010011' },
      'IDEMPOTENCY_KEY_INVALID',
      400,
    ],
    ['a key of 129 characters', { 'idempotency-key': 'k'.repeat(129) }, 'IDEMPOTENCY_KEY_INVALID', 400],
  ])('is refused with %s', async (_, headers, code, status) => {
    const answer = await ask(question([shanghai]), headers as Record<string, string>)
    expect([answer.status, json<Problem>(answer).code]).toEqual([status, code])
  })

  test('is refused with a callback that nobody registered', async () => {
    const answer = await ask(question([shanghai], { callback: 'nowhere' }))
    expect([answer.status, json<Problem>(answer)]).toMatchObject([
      422,
      { code: 'QUESTION_INVALID', where: '/callback' },
    ])
  })

  test('without it, what only a job can keep is refused and not passed over', async () => {
    const answer = await office('/office/v1/questions', { body: question([shanghai], { mayWait: true }) })
    expect(json<Problem>(answer)).toMatchObject({ code: 'QUESTION_INVALID', where: '/mayWait' })
  })
})

describe('an idempotency key', () => {
  test('with the same bytes is the same job, with others refused', async () => {
    const body = JSON.stringify(question([shanghai]))
    const headers = { 'idempotency-key': 'application-1' }
    const [first, second] = [await ask(body, headers), await ask(body, headers)]
    expect(json<OfficeJob>(second).id).toBe(json<OfficeJob>(first).id)
    expect(json<OfficeJob>(second).centres).toMatchObject([{ attempts: 1 }])
    const other = await ask(question([shanghai], { deadlineSeconds: 9 }), headers)
    expect([other.status, json<Problem>(other).code]).toEqual([422, 'IDEMPOTENCY_MISMATCH'])
  })

  test('of a question that could not be put asks again, for that centre alone', async () => {
    const body = JSON.stringify(question([shanghai, hangzhou]))
    const headers = { 'idempotency-key': 'application-2' }
    const first = json<OfficeJob>(await ask(body, headers))
    expect(first.centres.map(({ state }) => state)).toEqual(['answered', 'not-asked'])
    const second = json<OfficeJob>(await ask(body, headers))
    expect([second.id, second.centres.map(({ attempts }) => attempts)]).toEqual([first.id, [1, 2]])
  })

  test('is each caller’s own', async () => {
    const headers = { prefer: 'wait=20', 'idempotency-key': 'application-1' }
    const answer = await office('/office/v1/questions', {
      body: question([shanghai], { purpose: 'citizen-application' }, portal),
      headers,
      as: portal,
    })
    expect([answer.status, json<OfficeJob>(answer).centres]).toMatchObject([200, [{ state: 'answered' }]])
  })
})

describe('a job', () => {
  test('is its caller’s alone', async () => {
    const { id } = json<OfficeJob>(await ask(question([shanghai])))
    for (const method of ['GET', 'DELETE']) {
      const answer = await office(`/office/v1/jobs/${id}`, { as: portal, method })
      expect([answer.status, json<Problem>(answer).code]).toEqual([404, 'JOB_UNKNOWN'])
    }
  })

  test('that has not changed cannot be looked at again before it was told to', async () => {
    const { id } = json<OfficeJob>(await ask(question([hangzhou], { mayWait: true }), { prefer: 'wait=20' }))
    const looks = [await office(`/office/v1/jobs/${id}`), await office(`/office/v1/jobs/${id}`)]
    expect(looks.map(({ status }) => status)).toEqual([200, 429])
    expect(json<Problem>(looks[1] as HttpAnswer)).toMatchObject({ code: 'POLLED_TOO_SOON' })
    expect(Number(looks[1]?.headers['retry-after'])).toBeGreaterThan(0)
    await office(`/office/v1/jobs/${id}`, { method: 'DELETE' })
  })

  test('that is cancelled waits no more, and cancelling again changes nothing', async () => {
    const waiting = json<OfficeJob>(await ask(question([hangzhou, shanghai], { mayWait: true })))
    expect(waiting.centres.map(({ state }) => state)).toEqual(['waiting', 'answered'])
    expect(waiting.state).toBe('waiting')
    for (let i = 0; i < 2; i += 1) await office(`/office/v1/jobs/${waiting.id}`, { method: 'DELETE' })
    const job = await ended(waiting.id)
    expect(job.centres.map(({ state }) => state)).toEqual(['cancelled', 'answered'])
    expect(job.cancelledAt).toBeDefined()
  })

  test('is listed without facts', async () => {
    const listed = await office('/office/v1/jobs')
    expect(listed.status).toBe(200)
    expect(listed.body.toString()).not.toMatch(/certificate|result|3101011900/)
  })

  test('tells each change once to whoever comes back to its events', async () => {
    const { id } = json<OfficeJob>(await ask(question([shanghai])))
    const all = (await office(`/office/v1/jobs/${id}/events`)).body.toString()
    const ids = [...all.matchAll(/^id: (\d+)$/gm)].map(([, at]) => Number(at))
    const later = await office(`/office/v1/jobs/${id}/events`, {
      headers: { 'last-event-id': String(ids[0]) },
    })
    expect([...later.body.toString().matchAll(/^id: (\d+)$/gm)].map(([, at]) => Number(at))).toEqual(
      ids.slice(1),
    )
  })

  test('gives the head of its events alone, and an end, to whoever asks for that while it waits', async () => {
    const { id, state } = json<OfficeJob>(await ask(question([hangzhou], { mayWait: true })))
    const head = await office(`/office/v1/jobs/${id}/events`, { method: 'HEAD' })
    expect([state, head.status, head.headers['content-type']]).toEqual([
      'waiting',
      200,
      'text/event-stream; charset=utf-8',
    ])
    await office(`/office/v1/jobs/${id}`, { method: 'DELETE' })
  })
})

describe('a batch', () => {
  test('of which some are no questions gives jobs for the others, and says why for these', async () => {
    const items = Array.from({ length: 100 }, (_, place) =>
      place % 40 === 7 ? { to: [shanghai] } : question([shanghai]),
    )
    const answer = await office('/office/v1/batches', { body: { items } })
    const batch = json<OfficeBatch>(answer)
    expect(answer.status).toBe(202)
    expect(batch.items.filter(({ job }) => job)).toHaveLength(97)
    expect(batch.items.filter(({ problem }) => problem?.code === 'QUESTION_INVALID')).toHaveLength(3)
    for (const { job } of batch.items)
      if (job) expect((await ended(job.id)).centres[0]?.state).toBe('answered')
    const found = json<OfficeBatch>(await office(`/office/v1/batches/${batch.id}`))
    expect(found.items).toHaveLength(97)
  })

  test('of more than 100 is refused whole', async () => {
    const answer = await office('/office/v1/batches', {
      body: { items: Array.from({ length: 101 }, () => ({})) },
    })
    expect([answer.status, json<Problem>(answer).code]).toEqual([422, 'QUESTION_INVALID'])
  })
})

describe('at the command line', () => {
  const run = (...args: string[]): Promise<Ran> =>
    gateway([...args, '--config', federation.of(jiangsu).config], { now: Date.now() })

  test('--live shows each centre as it comes, and the signed result verifies offline', async () => {
    const file = join(federation.folder, 'result.jws')
    const config = ['--config', federation.of(jiangsu).config]
    const asked = ['--to', shanghai, hangzhou, '--persona', 'normal', '--live', '--save-result', file]
    const { code, out } = await runProcess([main, 'request', ...config, ...asked])
    expect(code).toBe(1)
    expect(out).toMatch(/^上海市公积金管理中心　已返回/m)
    expect(out).toMatch(
      /^杭州住房公积金管理中心　未能查询，不代表没有缴存记录.*PEER_(UNREACHABLE|BREAKER_OPEN)/m,
    )
    const [, check = ''] = /离线核验 check it with: (.*)/.exec(out) ?? []
    expect(await asTyped(check)).toMatchObject({ code: 0, out: expect.stringContaining('✓ 结果成立') })
  })

  test('a job is listed, shown and cancelled', async () => {
    const { id } = json<OfficeJob>(
      await office('/office/v1/questions', {
        body: question([hangzhou], { mayWait: true }),
        headers: { prefer: 'wait=20' },
      }),
    )
    expect((await run('jobs', 'list')).out).toContain(id)
    expect((await run('jobs', 'show', id)).out).toContain('等待恢复')
    expect((await run('jobs', 'cancel', id, '--json')).json()).toMatchObject({
      centres: [{ state: 'cancelled' }],
    })
    expect((await run('jobs', 'follow', id)).out).toContain('已取消')
    const unknown = await run('jobs', 'show', '01980c7e-6f2a-7b3c-9d4e-5f6071829304')
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('JOB_UNKNOWN')])
  })
})

test('T115 who watches a job is let go when the gateway stops, and told the rest where it goes on', async () => {
  const waiting = question([hangzhou], { mayWait: true })
  const { id } = json<OfficeJob>(await ask(waiting))
  using watching = await openWire(federation.of(jiangsu).ports.office, member(jiangsu).office)
  watching.write(`GET /office/v1/jobs/${id}/events HTTP/1.1\r\nHost: office\r\n\r\n`)
  await watching.until(/"state":"waiting"/)
  here.signal('SIGTERM')
  // The last chunk: the stream was ended, not cut off.
  expect(await watching.closed()).toMatch(/\r\n0\r\n\r\n$/)
  expect(await here.ended).toBe(0)
  here = await federation.start(jiangsu)
  await office(`/office/v1/jobs/${id}`, { method: 'DELETE' })
  expect((await ended(id)).centres).toMatchObject([{ state: 'cancelled' }])
})

test('what waits for a centre is asked once when that is back, after a kill of the asker as well', async () => {
  await there.stop()
  const asked = Number(process.env['LONG'] === undefined ? 60 : 5000)
  const bodies = Array.from({ length: asked }, () => question([shanghai], { mayWait: true }))
  const ids: string[] = []
  for (let at = 0; at < bodies.length; at += 100) {
    const answer = await office('/office/v1/batches', { body: { items: bodies.slice(at, at + 100) } })
    ids.push(...json<OfficeBatch>(answer).items.map(({ job }) => job?.id ?? ''))
  }
  const before = (await federation.journal(shanghai)).length
  await here.kill()
  await startBoth()
  for (const id of ids) expect((await ended(id)).centres).toMatchObject([{ state: 'answered' }])
  const since = (await federation.journal(shanghai)).slice(before)
  expect(since.filter(({ service }) => service === 'deposit-certificate.issue')).toHaveLength(asked)
}, 600_000)
