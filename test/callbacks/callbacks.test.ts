import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Callbacks, createCallbacks } from '../../src/callbacks/callbacks.ts'
import type { CallbacksDeps } from '../../src/callbacks/ports.ts'
import type { Delivery } from '../../src/callbacks/delivery.ts'
import type { CallbackEvents, CallbackLetter } from '../../src/callbacks/ports.ts'
import { GatewayError } from '../../src/errors.ts'
import type { Store } from '../../src/store/store.ts'
import { type Ground, sqliteGround } from '../support/store-grounds.ts'

const master = randomBytes(32)
const shanghai = '310000000000000'
const dayMs = 86_400_000

/** Places as the work meets them: what each is sent is kept, and taken as `respond` says. */
let sent: (CallbackLetter & { place: string })[]
let respond: (place: string) => boolean | Promise<boolean>
let room: (place: string, inHand: number) => number
let now: number
let ground: Ground
let store: Store
let running: Callbacks[]
let gaveUp: Parameters<CallbackEvents['gaveUp']>[0][]
let troubles: GatewayError[]

beforeEach(async () => {
  ground = await sqliteGround()
  store = await ground.open(master)
  sent = []
  running = []
  gaveUp = []
  troubles = []
  respond = () => true
  room = (_, inHand) => 4 - inHand
  now = Date.parse('2026-11-28T09:30:00+08:00')
})
afterEach(async () => {
  for (const callbacks of running) await callbacks[Symbol.asyncDispose]()
  await ground.remove()
})

async function started(changes: Partial<CallbacksDeps> = {}): Promise<Callbacks> {
  const callbacks = createCallbacks({
    self: '320101000000000',
    clock: () => now,
    store: (await ground.open(master)).deliveries,
    signer: { sign: (type, payload) => Buffer.from(`${type} ${JSON.stringify(payload)}`) },
    place: (caller, name) =>
      caller === 'counter' && name !== 'unknown'
        ? {
            room: (inHand) => room(name, inHand),
            async post(letter) {
              sent.push({ ...letter, place: name })
              return respond(name)
            },
          }
        : undefined,
    keepMs: dayMs,
    random: () => 0.5,
    events: {
      tried: () => undefined,
      gaveUp: (event) => gaveUp.push(event),
      place: () => undefined,
      trouble: (error) => troubles.push(error),
    },
    ...changes,
  })
  running.push(callbacks)
  return callbacks
}

const trace = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), flags: 1, state: 'a=1' }

/** A callback in line, as after the end of a job. */
async function enqueued(callback = 'main'): Promise<string> {
  const job = randomUUIDv7()
  await store.jobs.accept(
    {
      id: job,
      caller: 'counter',
      key: undefined,
      questionDigest: 'digest',
      question: { to: [shanghai], service: 'gateway.ping', body: { nonce: '310101190001010011' } },
      centres: [shanghai],
      mayWait: false,
      waitUntil: now,
      callback,
      batch: undefined,
      trace,
      at: now,
    },
    { perCaller: 1000, inAll: 1000 },
  )
  await store.jobs.cancel(job, 'counter', now)
  for (const done of await store.jobs.complete()) await store.jobs.end(done, Buffer.from('signed'), now)
  return (await deliveryOf(job)).id
}

async function deliveryOf(job: string): Promise<Delivery> {
  const [delivery] = await store.deliveries.list({ job }, 1)
  if (!delivery) throw new Error('nothing is in line')
  return delivery
}

async function find(id: string): Promise<Delivery | undefined> {
  return (await store.deliveries.list({}, 1000)).find((one) => one.id === id)
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve))
}

const reached = (id: string, state: string): Promise<void> =>
  until(async () => (await find(id))?.state === state)
const undelivered = (): never => {
  throw new GatewayError('CALLBACK_UNDELIVERED', { detail: 'HTTP 500' })
}

test('what is said names the job and its centres, and is signed at each try', async () => {
  respond = undelivered
  const id = await enqueued()
  const callbacks = await started()
  await until(async () => (await find(id))?.attempts === 1)
  respond = () => true
  now += 60_000
  await callbacks.recovered({ caller: 'counter', place: 'main' })
  await reached(id, 'delivered')
  const [first, second] = sent.map(({ headers, body }) => ({
    headers,
    says: JSON.parse(body.toString().replace('hpf-callback+jws ', '')) as Record<string, unknown>,
  }))
  expect(first?.says).toEqual({
    version: '1',
    iss: '320101000000000',
    aud: 'counter',
    id,
    iat: now / 1000 - 60,
    event: 'job.ended',
    job: (await find(id))?.job,
    revision: expect.any(Number),
    centres: [{ centre: shanghai, state: 'cancelled' }],
  })
  expect(second?.says).toEqual({ ...first?.says, iat: now / 1000 })
  expect(second?.headers).toEqual({
    'Content-Type': 'application/jose',
    'Webhook-Id': id,
    'Webhook-Timestamp': String(now / 1000),
    traceparent: `00-${trace.traceId}-${id.slice(19).replace('-', '')}-01`,
    tracestate: 'a=1',
  })
})

describe('a place', () => {
  test('that hangs takes no time from the others, and is sent only so many at a time', async () => {
    const held = Promise.withResolvers<boolean>()
    respond = (place) => (place === 'slow' ? held.promise : true)
    const slow: string[] = []
    for (let i = 0; i < 10; i += 1) slow.push(await enqueued('slow'))
    const quick = await enqueued('quick')
    await started()
    await reached(quick, 'delivered')
    expect(sent.filter(({ place }) => place === 'slow')).toHaveLength(4)
    held.resolve(true)
    for (const id of slow) await reached(id, 'delivered')
    expect(sent).toHaveLength(11)
  })

  test('that rests is sent nothing, and no try is counted', async () => {
    room = (place) => (place === 'resting' ? 0 : 1)
    const [resting, quick] = [await enqueued('resting'), await enqueued('quick')]
    await started()
    await reached(quick, 'delivered')
    expect(sent.map(({ place }) => place)).toEqual(['quick'])
    expect(await find(resting)).toMatchObject({ state: 'pending', attempts: 0 })
  })

  test('whose breaker opens under way is sent it later, without a try', async () => {
    respond = () => {
      respond = () => true
      throw new GatewayError('PEER_BREAKER_OPEN')
    }
    const id = await enqueued()
    await started()
    await reached(id, 'delivered')
    expect([(await find(id))?.attempts, sent.length]).toEqual([1, 2])
  })

  test('that is no longer registered shows why its deliveries go nowhere', async () => {
    const id = await enqueued('unknown')
    await started()
    await until(async () => (await find(id))?.attempts === 1)
    expect(await find(id)).toMatchObject({
      state: 'pending',
      lastFailure: '没有登记该名称的回调地址 no place of this name is registered',
      dueAt: now + 3_750,
    })
    expect(sent).toEqual([])
  })

  test('that wants no more is sent no more', async () => {
    respond = () => false
    const id = await enqueued()
    await started()
    await reached(id, 'gone')
    expect(await find(id)).toMatchObject({ lastFailure: 'HTTP 410', endedAt: now })
  })
})

test('what was tried for three days is given up and told, and can be sent again under its id', async () => {
  respond = undelivered
  const id = await enqueued()
  const callbacks = await started()
  await until(async () => (await find(id))?.attempts === 1)
  now += 3 * dayMs
  await callbacks.recovered({ caller: 'counter', place: 'nobody' })
  await reached(id, 'given-up')
  expect(gaveUp).toEqual([{ caller: 'counter', place: 'main', deliveries: 1 }])
  respond = () => true
  expect(await callbacks.resend(id, 'counter')).toMatchObject({ id, state: 'pending' })
  await reached(id, 'delivered')
  expect(new Set(sent.map(({ headers }) => headers['Webhook-Id']))).toEqual(new Set([id]))
})

test('what is on its way when the process stops is sent by the next', async () => {
  respond = () => new Promise(() => undefined)
  const id = await enqueued()
  const first = await started()
  await until(() => sent.length === 1)
  await first.stop(0)
  respond = () => true
  await started()
  await reached(id, 'delivered')
  expect((await find(id))?.attempts).toBe(1)
})

test('a signer that fails is told, and nothing is sent unsigned', async () => {
  const id = await enqueued()
  await started({
    signer: { sign: () => Promise.reject(new GatewayError('SIGNER_UNAVAILABLE')) },
  })
  await until(() => troubles.length > 0)
  expect(troubles[0]?.code).toBe('SIGNER_UNAVAILABLE')
  expect(await find(id)).toMatchObject({ state: 'pending', attempts: 0 })
  expect(sent).toEqual([])
})
