import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { CompactSign, compactVerify } from 'jose'
import { createContracts } from '../../src/contracts/contracts.ts'
import type {
  OfficeDeliveries,
  OfficeDelivery,
  OfficeJob,
  Problem,
} from '../../src/contracts/generated/types.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import {
  answers,
  cuts,
  type Manner,
  placeAnchors,
  startPlace,
  type TestPlace,
} from '../support/callback-place.ts'
import {
  certificatesIn,
  type ClientTls,
  http,
  type HttpAnswer,
  json,
  memberOf,
  sha256,
} from '../support/member-client.ts'
import { createTestAuthority } from '../support/pki.ts'
import { freePort } from '../support/ports.ts'
import {
  type GatewayProcess,
  jiangsu,
  portal,
  prepareFederation,
  shanghai,
  type TestFederation,
} from '../support/sandbox.ts'

const names = ['main', 'flaky', 'cut', 'gone', 'elsewhere', 'killed', 'stranger', 'wrong', 'sample'] as const
type Name = (typeof names)[number]

let federation: TestFederation
let here: GatewayProcess
const ports = new Map<string, number>()
const open: TestPlace[] = []
const office = (code: string): ClientTls => memberOf(federation, code).office

beforeAll(async () => {
  federation = await prepareFederation()
  for (const name of names) ports.set(name, await freePort())
  const anchors = join(federation.folder, 'places.pem')
  const others = join(federation.folder, 'others.pem')
  writeFileSync(anchors, placeAnchors)
  writeFileSync(others, createTestAuthority('Others').anchor)
  const thumbprintOf = (code: string): string => sha256(certificatesIn(office(code).cert)[0]?.raw ?? '')
  federation.configure(jiangsu, (config) => ({
    ...config,
    office: {
      ...config.office,
      clients: [
        {
          name: 'desk',
          thumbprint: thumbprintOf(jiangsu),
          may: ['ask', 'jobs'],
          callbacks: names.map((name) => ({
            name,
            url: `https://127.0.0.1:${ports.get(name)}/callbacks`,
            // The sample shows the certificate of the member itself.
            ...(name !== 'sample' && { anchors: name === 'wrong' ? others : anchors }),
          })),
        },
        { name: 'other', thumbprint: thumbprintOf(shanghai), may: ['ask', 'jobs'] },
        { name: 'operator', thumbprint: thumbprintOf(portal), may: ['jobs', 'operate'] },
      ],
    },
  }))
  ;[here] = await Promise.all([federation.start(jiangsu), federation.start(shanghai)])
})
afterEach(async () => {
  for (const place of open.splice(0)) await place.close()
})
afterAll(() => federation.close())

async function placeNamed(name: Name, manner?: Manner): Promise<TestPlace> {
  const clients = readFileSync(federation.files.anchors, 'utf8')
  const place = await startPlace({ port: ports.get(name) ?? 0, clients, ...(manner && { manner }) })
  open.push(place)
  return place
}

function call(
  path: string,
  { as = jiangsu as string, body }: { as?: string; body?: object } = {},
): Promise<HttpAnswer> {
  return http({
    port: federation.of(jiangsu).ports.office,
    path,
    method: body ? 'POST' : 'GET',
    tls: office(as),
    ...(body && { body: JSON.stringify(body) }),
    headers: body ? { 'content-type': 'application/json', prefer: 'wait=20' } : {},
  })
}

/** A real question about one of the sandbox's people, whose end is told to a place. */
async function jobTelling(callback: Name): Promise<OfficeJob> {
  const question = sandboxQuestion(jiangsu, [shanghai], 'normal', Date.now())
  const answer = await call('/office/v1/questions', { body: { ...question, callback } })
  const job = json<OfficeJob>(answer)
  expect(job).toMatchObject({ state: 'ended', callback, centres: [{ state: 'answered' }] })
  return job
}

async function deliveriesOf(job: string, as = jiangsu as string): Promise<OfficeDelivery[]> {
  return json<OfficeDeliveries>(await call(`/office/v1/deliveries?job=${job}`, { as })).deliveries
}

async function resend(id: string, as = jiangsu as string): Promise<HttpAnswer> {
  return http({
    port: federation.of(jiangsu).ports.office,
    path: `/office/v1/deliveries/${id}/resend`,
    method: 'POST',
    tls: office(as),
    headers: {},
  })
}

/** The callback's delivery, as soon as the log tells of a try that ended so. */
async function tried(job: OfficeJob, state: string): Promise<OfficeDelivery> {
  await here.line('"event":"callback"', `"job":"${job.id}"`, `"state":"${state}"`)
  const [delivery] = await deliveriesOf(job.id)
  if (!delivery) throw new Error('no delivery')
  return delivery
}

test('the end of a job is told once, signed by us and to whoever asked, with nothing of the person', async () => {
  const place = await placeNamed('main')
  const job = await jobTelling('main')
  expect(await tried(job, 'delivered')).toMatchObject({
    caller: 'desk',
    place: 'main',
    event: 'job.ended',
    job: job.id,
    attempts: 1,
  })
  expect(place.received).toHaveLength(1)
  const [one] = place.received
  if (!one) return
  const { certificate } = memberOf(federation, jiangsu)
  const { payload, protectedHeader } = await compactVerify(one.body, certificate.publicKey)
  expect(protectedHeader).toMatchObject({ typ: 'hpf-callback+jws', 'x5t#S256': sha256(certificate.raw) })
  const says = JSON.parse(Buffer.from(payload).toString()) as unknown
  expect(createContracts().check('callback', says)).toMatchObject({ ok: true })
  expect(says).toEqual({
    version: '1',
    iss: jiangsu,
    aud: 'desk',
    id: (await deliveriesOf(job.id))[0]?.id,
    iat: expect.any(Number),
    event: 'job.ended',
    job: job.id,
    revision: job.revision,
    centres: [{ centre: shanghai, state: 'answered' }],
  })
  expect(one).toMatchObject({
    method: 'POST',
    path: '/callbacks',
    headers: {
      'content-type': 'application/jose',
      'webhook-id': one.says.id,
      'webhook-timestamp': String(one.says.iat),
    },
    client: expect.stringContaining('江苏'),
  })
  const { person } = sandboxQuestion(jiangsu, [shanghai], 'normal', Date.now()).body as {
    person: { name: string; idNumber: string }
  }
  const wire = JSON.stringify(one.headers) + Buffer.from(payload).toString()
  for (const secret of Object.values(person)) expect(wire).not.toContain(secret)
})

describe('a callback that is not taken', () => {
  test.each<[string, Name, Manner, string]>([
    ['answered 500', 'flaky', answers(500), 'HTTP 500'],
    ['cut off', 'cut', cuts, '连接失败 the connection failed: ECONNRESET'],
  ])('since it was %s comes again under its id, signed anew', async (_, name, manner, lastFailure) => {
    const place = await placeNamed(name, manner)
    const job = await jobTelling(name)
    expect(await tried(job, 'pending')).toMatchObject({ state: 'pending', attempts: 1, lastFailure })
    place.behave(answers(200))
    await place.reached(2)
    expect(await tried(job, 'delivered')).toMatchObject({ state: 'delivered', attempts: 2 })
    const [first, second] = place.received.map(({ says }) => says)
    expect(second).toEqual({ ...first, iat: expect.any(Number) })
    expect(second?.iat).toBeGreaterThanOrEqual((first?.iat ?? 0) + 2)
  })

  test('since the place is gone comes never again, until somebody sends it again', async () => {
    const place = await placeNamed('gone', answers(410))
    const job = await jobTelling('gone')
    const { id } = await tried(job, 'gone')
    place.behave(answers(204))
    const again = await resend(id)
    expect([again.status, json<OfficeDelivery>(again)]).toMatchObject([202, { id, state: 'pending' }])
    await tried(job, 'delivered')
    expect(place.received.map(({ says }) => says.id)).toEqual([id, id])
  })

  test('but sent elsewhere does not go there', async () => {
    const target = await placeNamed('stranger')
    const place = await placeNamed('elsewhere', answers(307, { location: target.url }))
    const job = await jobTelling('elsewhere')
    expect(await tried(job, 'pending')).toMatchObject({ lastFailure: 'HTTP 307' })
    expect([place.received.length, target.received.length]).toEqual([1, 0])
  })

  test('by a place that others vouch for is not even sent', async () => {
    const place = await placeNamed('wrong')
    const job = await jobTelling('wrong')
    expect((await tried(job, 'pending')).lastFailure).toMatch(/VERIFY|SELF_SIGNED|LEAF/)
    expect(place.received).toEqual([])
  })

  test('survives kill -9 of the gateway, and is sent by the next', async () => {
    const job = await jobTelling('killed')
    await tried(job, 'pending')
    await here.kill()
    const place = await placeNamed('killed')
    here = await federation.start(jiangsu)
    await place.reached(1)
    expect((await tried(job, 'delivered')).id).toBe(place.received[0]?.says.id)
  })
})

describe('deliveries', () => {
  test('are their caller’s, and those of all for whoever runs the gateway', async () => {
    await placeNamed('main')
    const job = await jobTelling('main')
    const { id } = await tried(job, 'delivered')
    expect(await deliveriesOf(job.id, shanghai)).toEqual([])
    const refused = await resend(id, shanghai)
    expect([refused.status, json<Problem>(refused).code]).toEqual([404, 'DELIVERY_UNKNOWN'])
    expect(await deliveriesOf(job.id, portal)).toMatchObject([{ id, caller: 'desk' }])
    expect((await resend(id, portal)).status).toBe(202)
  })

  test('are found by state, of which there are four', async () => {
    const { deliveries } = json<OfficeDeliveries>(await call('/office/v1/deliveries?state=delivered'))
    expect(deliveries.length).toBeGreaterThan(0)
    expect(new Set(deliveries.map(({ state }) => state))).toEqual(new Set(['delivered']))
    const other = await call('/office/v1/deliveries?state=lost')
    expect([other.status, json<Problem>(other)]).toMatchObject([
      400,
      { code: 'QUERY_INVALID', where: '?state', detail: expect.stringContaining('pending, delivered') },
    ])
  })

  test('of a place that nobody registered cannot be asked for', async () => {
    const question = sandboxQuestion(jiangsu, [shanghai], 'normal', Date.now())
    const answer = await call('/office/v1/questions', {
      as: shanghai,
      body: { ...question, callback: 'main' },
    })
    expect(json<Problem>(answer)).toMatchObject({ code: 'QUESTION_INVALID', where: '/callback' })
  })

  test('show in the metrics, by caller and place', async () => {
    const answer = await fetch(`http://127.0.0.1:${federation.of(jiangsu).ports.ops}/metrics`)
    const text = await answer.text()
    expect(text).toMatch(/^gateway_callbacks_total\{caller="desk",place="main",outcome="taken"\} \d+$/m)
    expect(text).toMatch(/^gateway_callback_pending\{caller="desk",place="wrong"\} 1$/m)
    expect(text).toMatch(/^gateway_callback_oldest_seconds\{caller="desk",place="wrong"\} \d+$/m)
    expect(text).toMatch(/^gateway_callback_breaker_state\{caller="desk",place="main",state="closed"\} 1$/m)
  })
})

test('the sample receiver takes each callback once, and nothing that is not ours', async () => {
  const sample = fileURLToPath(new URL('../../docs/samples/callback-receiver.mjs', import.meta.url))
  const port = String(ports.get('sample'))
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = spawn(process.execPath, [sample, federation.folder, jiangsu, 'desk', port], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  federation.onClose(() => void child.kill())
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const line = async (): Promise<string> => String((await lines.next()).value)
  expect(await line()).toBe(`waiting at https://127.0.0.1:${port}/`)
  const job = await jobTelling('sample')
  const { id } = await tried(job, 'delivered')
  for (const how of ['taken', 'again']) {
    expect([await line(), await line()]).toEqual([
      `${how}: job.ended, ${shanghai} answered`,
      `  job ${job.id}, delivery ${id}`,
    ])
    if (how === 'taken') await resend(id)
  }
  const { key, thumbprint } = memberOf(federation, jiangsu)
  const says = { iss: jiangsu, aud: 'desk', id, iat: Math.floor(Date.now() / 1000), centres: [] }
  const signed = (payload: object, typ = 'hpf-callback+jws'): Promise<string> =>
    new CompactSign(Buffer.from(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'ES256', typ, 'x5t#S256': thumbprint })
      .sign(key)
  const [header, , signature] = (await signed(says)).split('.')
  for (const [body, why] of [
    ['eyJhbGciOiJub25lIn0.e30.', 'not of our gateway'],
    [await signed(says, 'hpf-result+jws'), 'not of our gateway'],
    [`${header}.e30.${signature}`, 'the signature does not hold'],
    [await signed({ ...says, aud: 'other' }), 'for somebody else'],
    [await signed({ ...says, iat: says.iat - 301 }), 'not of now'],
  ]) {
    const headers = { 'content-type': 'application/jose' }
    const forged = await http({
      port: Number(port),
      path: '/',
      method: 'POST',
      tls: office(jiangsu),
      body: body ?? '',
      headers,
    })
    expect([forged.status, await line()]).toEqual([400, `refused: ${why}`])
  }
  child.kill()
  await once(child, 'close')
})
