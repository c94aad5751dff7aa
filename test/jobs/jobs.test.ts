import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { CentreResult, OfficeQuestion } from '../../src/contracts/generated/types.ts'
import { problemOf } from '../../src/domain/problem.ts'
import { type ErrorCode, GatewayError } from '../../src/errors.ts'
import { createJobs, type Jobs } from '../../src/jobs/jobs.ts'
import type { JobsDeps } from '../../src/jobs/ports.ts'
import type { Asking } from '../../src/outbound/ask-centre.ts'
import { type Ground, sqliteGround, stopStoreServers, storeKinds } from '../support/store-grounds.ts'

const master = randomBytes(32)
const shanghai = '310000000000000'
const hangzhou = '330100000000000'
const elsewhere = '320500000000000'

/** The centres as the engine meets them: what it asks is kept, and answered as `respond` says. */
let asked: Asking[]
let respond: (asking: Asking) => CentreResult | Promise<CentreResult>
let now: number
let ground: Ground
let running: Jobs[]
let troubles: GatewayError[]

beforeEach(async () => {
  ground = await sqliteGround()
  asked = []
  running = []
  troubles = []
  respond = (asking) => result(asking, 'answered')
  now = Date.parse('2026-11-28T09:30:00+08:00')
})
afterEach(async () => {
  for (const jobs of running) await jobs[Symbol.asyncDispose]()
  await ground.remove()
})

afterAll(stopStoreServers)

async function started(changes: Partial<JobsDeps> = {}): Promise<Jobs> {
  const store = (await ground.open(master)).jobs
  const jobs = createJobs({
    self: '320101000000000',
    clock: () => now,
    store,
    bounds: { perCaller: 1000, inAll: 1000 },
    keepMs: 3_600_000,
    signer: { sign: () => Buffer.from('signed') },
    async askCentre(asking) {
      asked.push(asking)
      return respond(asking)
    },
    centresAsked: ({ to }) => to,
    isCallback: () => false,
    newId: () => randomUUIDv7(),
    random: () => 0.5,
    onTrouble: (error) => troubles.push(error),
    ...changes,
  })
  running.push(jobs)
  return jobs
}

function result({ centre }: Asking, state: CentreResult['state'], code?: ErrorCode): CentreResult {
  const problem = code && problemOf(new GatewayError(code), { requestId: 'r', sandbox: false, now })
  return { centre, state, elapsedMs: 1, ...(problem && { problem }) }
}

/** A centre that is away behind a hub that is not. */
function hubOnly(asking: Asking): CentreResult {
  if (asking.question.service === 'gateway.ping') return result(asking, 'answered')
  return result(asking, 'not-asked', 'CENTRE_UNAVAILABLE')
}

function question(to: string[], changes: Partial<OfficeQuestion> = {}): OfficeQuestion {
  const basis = {
    kind: 'consent' as const,
    reference: 'SQS-1',
    expires: '2026-12-28',
    applicationNumber: 'A-1',
  }
  return { to, service: 'deposit-record.check', mayWait: true, basis, body: {}, ...changes }
}

const submit = (jobs: Jobs, put: OfficeQuestion): Promise<string> =>
  jobs.submit({ question: put, digest: 'd', caller: 'counter' })

/** The states of a job, as soon as they are these. */
async function reached(jobs: Jobs, id: string, ...states: string[]): Promise<void> {
  const never = new AbortController().signal
  for (;;) {
    const change = jobs.changed(id, 200, never)
    const job = await jobs.find(id, 'counter')
    if (job?.parts.map(({ state }) => state).join() === states.join()) return
    await change
  }
}

/** Once what is to be asked at the moment is in hand: that comes after what waits is released. */
async function afterLook(jobs: Jobs): Promise<void> {
  await submit(jobs, question([elsewhere], { mayWait: false }))
  await until(() => asked.some(({ centre }) => centre === elsewhere))
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve))
}

const services = (): string[] =>
  asked.map(({ centre, question: { service } }) => `${centre.slice(0, 2)} ${service}`)

describe('what could not be asked', () => {
  test('waits, and is asked again when a ping shows that the centre is back', async () => {
    let away = true
    respond = (asking) =>
      away ? result(asking, 'not-asked', 'PEER_UNREACHABLE') : result(asking, 'answered')
    const jobs = await started()
    const id = await submit(jobs, question([shanghai]))
    await reached(jobs, id, 'waiting')
    away = false
    now += 60_000
    jobs.recovered('nobody')
    await reached(jobs, id, 'answered')
    expect(services()).toEqual(['31 deposit-record.check', '31 gateway.ping', '31 deposit-record.check'])
  })

  test('is not tried with people’s data while the centre is away: one ping at a time does that', async () => {
    respond = (asking) => result(asking, 'not-asked', 'PEER_UNREACHABLE')
    const jobs = await started()
    const ids = await Promise.all(Array.from({ length: 20 }, () => submit(jobs, question([shanghai]))))
    for (const id of ids) await reached(jobs, id, 'waiting')
    asked = []
    for (let i = 0; i < 5; i += 1) {
      now += 30_000
      jobs.recovered('nobody')
      await until(() => asked.length > i)
    }
    expect(services()).toEqual(Array(5).fill('31 gateway.ping'))
  })

  test('is asked at once when others found the centre well', async () => {
    respond = (asking) => result(asking, 'not-asked', 'PEER_BREAKER_OPEN')
    const jobs = await started()
    const id = await submit(jobs, question([shanghai]))
    await reached(jobs, id, 'waiting')
    respond = (asking) => result(asking, 'answered')
    jobs.recovered(shanghai)
    await reached(jobs, id, 'answered')
    expect(services()).toEqual(['31 deposit-record.check', '31 deposit-record.check'])
  })

  test('is not asked because a ping or a check of what is kept was answered: a hub does that for a centre that is away', async () => {
    respond = hubOnly
    const jobs = await started()
    const id = await submit(jobs, question([shanghai]))
    await reached(jobs, id, 'waiting')
    asked = []
    jobs.heard({ centre: shanghai, service: 'gateway.ping', state: 'answered' })
    jobs.heard({ centre: shanghai, service: 'deposit-certificate.verify', state: 'answered' })
    jobs.heard({ centre: shanghai, service: 'deposit-record.check', state: 'refused' })
    jobs.heard({ centre: hangzhou, service: 'deposit-record.check', state: 'answered' })
    await afterLook(jobs)
    expect(services()).toEqual(['32 deposit-record.check'])
  })

  test('is asked at somebody’s wish, and waits on where that fails', async () => {
    respond = (asking) => result(asking, 'not-asked', 'CENTRE_UNAVAILABLE')
    const jobs = await started()
    const id = await submit(jobs, question([shanghai, hangzhou]))
    await reached(jobs, id, 'waiting', 'waiting')
    asked = []
    await jobs.hurry(id, shanghai)
    await until(() => asked.length > 0)
    await reached(jobs, id, 'waiting', 'waiting')
    expect(services()).toEqual(['31 deposit-record.check'])
    respond = (asking) => result(asking, 'answered')
    await jobs.hurry(id, shanghai)
    await reached(jobs, id, 'answered', 'waiting')
  })

  test.each<[string, Partial<OfficeQuestion>, ErrorCode]>([
    ['where it may not wait', { mayWait: false }, 'PEER_UNREACHABLE'],
    ['for a reason that does not pass', {}, 'PEER_ANSWER_UNVERIFIED'],
    ['for a reason of the caller’s', {}, 'AGREEMENT_REQUIRED'],
  ])('ends %s', async (_, changes, code) => {
    respond = (asking) => result(asking, 'not-asked', code)
    const jobs = await started()
    const id = await submit(jobs, question([shanghai], changes))
    await reached(jobs, id, 'not-asked')
    expect((await jobs.find(id, 'counter'))?.parts[0]?.result?.problem?.code).toBe(code)
  })

  test('waits no longer than its basis holds, and says so', async () => {
    respond = (asking) => result(asking, 'not-asked', 'PEER_TIMEOUT')
    const jobs = await started()
    const id = await submit(jobs, question([shanghai]))
    await reached(jobs, id, 'waiting')
    now = Date.parse('2026-12-29T00:00:00+08:00')
    jobs.recovered('nobody')
    await reached(jobs, id, 'not-asked')
    expect((await jobs.find(id, 'counter'))?.parts[0]?.result?.problem?.code).toBe('WAIT_ENDED')
  })
})

describe.each(storeKinds)('what waits, in $kind', (kind) => {
  let own: Ground
  beforeEach(async () => {
    own = await kind.ground()
  })
  afterEach(async () => {
    for (const jobs of running.splice(0)) await jobs[Symbol.asyncDispose]()
    await own.remove()
  })

  test('is asked as soon as any question there is answered, whoever asked, and not at each answer after that', async () => {
    respond = hubOnly
    const jobs = await started({ store: (await own.open(master)).jobs })
    const id = await submit(jobs, question([shanghai]))
    await reached(jobs, id, 'waiting')
    const answered = { centre: shanghai, service: 'deposit-certificate.issue', state: 'answered' } as const
    asked = []
    jobs.heard(answered)
    await until(() => services().includes('31 deposit-record.check'))
    await reached(jobs, id, 'waiting')
    asked = []
    jobs.heard(answered)
    await afterLook(jobs)
    expect(services()).toEqual(['32 deposit-record.check'])
    now += 60_000
    respond = (asking) => result(asking, 'answered')
    jobs.heard(answered)
    await reached(jobs, id, 'answered')
  })
})

describe('a slow centre', () => {
  test('takes no place from the others', async () => {
    const held = Promise.withResolvers<CentreResult>()
    respond = (asking) => (asking.centre === shanghai ? held.promise : result(asking, 'answered'))
    const jobs = await started()
    const slow = await Promise.all(Array.from({ length: 100 }, () => submit(jobs, question([shanghai]))))
    const quick = await submit(jobs, question([hangzhou]))
    await reached(jobs, quick, 'answered')
    expect(asked.filter(({ centre }) => centre === shanghai)).toHaveLength(12)
    held.resolve(result({ centre: shanghai } as Asking, 'answered'))
    for (const id of slow) await reached(jobs, id, 'answered')
  })
})

describe('a process that stops', () => {
  test('lets what is in hand end', async () => {
    const held = Promise.withResolvers<CentreResult>()
    respond = () => held.promise
    const jobs = await started()
    const id = await submit(jobs, question([shanghai]))
    await reached(jobs, id, 'asking')
    const stopped = jobs.stop(60_000)
    held.resolve(result({ centre: shanghai } as Asking, 'answered'))
    await stopped
    expect((await jobs.find(id, 'counter'))?.parts[0]?.state).toBe('answered')
  })

  test('gives back what takes longer: the next one continues the same exchange', async () => {
    respond = () => new Promise(() => undefined)
    const jobs = await started()
    const id = await submit(jobs, question([shanghai]))
    await reached(jobs, id, 'asking')
    await jobs.stop(0)
    respond = (asking) => result(asking, 'answered')
    const next = await started()
    next.recovered('nobody')
    await reached(next, id, 'answered')
    expect(asked.map(({ exchangeId }) => exchangeId)).toEqual(Array(2).fill(asked[0]?.exchangeId))
    expect(asked.map(({ resumed }) => resumed)).toEqual([false, true])
  })
})

test('a signer that fails holds up the end of a job, and no longer', async () => {
  let works = false
  const jobs = await started({
    signer: {
      sign() {
        if (works) return Buffer.from('signed')
        throw new GatewayError('SIGNER_UNAVAILABLE')
      },
    },
  })
  const id = await submit(jobs, question([shanghai]))
  await reached(jobs, id, 'answered')
  await until(() => troubles.some(({ code }) => code === 'SIGNER_UNAVAILABLE'))
  expect((await jobs.find(id, 'counter'))?.endedAt).toBeUndefined()
  works = true
  jobs.recovered('nobody')
  await until(async () => (await jobs.find(id, 'counter'))?.endedAt !== undefined)
})
