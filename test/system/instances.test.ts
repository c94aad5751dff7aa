import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { GatewayConfig, JournalEntry, OfficeJob } from '../../src/contracts/generated/types.ts'
import { verifyChain } from '../../src/journal/verify-chain.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import type { PostgresSettings } from '../../src/store/postgres/database.ts'
import { openStore } from '../../src/store/store.ts'
import { type Balancer, startBalancer } from '../support/balancer.ts'
import {
  certificateRequest,
  disconnect,
  type Envelope,
  headerOf,
  http,
  type HttpAnswer,
  json,
  memberOf,
  rawToken,
  sha256,
  type TestMember,
} from '../support/member-client.ts'
import { type PostgresServer, startPostgres } from '../support/postgres.ts'
import {
  type GatewayProcess,
  jiangsu,
  prepareFederation,
  shanghai,
  type TestFederation,
} from '../support/sandbox.ts'

// Two instances of 上海 on one PostgreSQL behind a round-robin balancer.

const ids = process.env['LONG'] === undefined ? 60 : 1_000
const rounds = process.env['LONG'] === undefined ? 3 : 50

let server: PostgresServer
let postgres: PostgresSettings
let federation: TestFederation
let balancer: Balancer
let twinConfig: string
const instances: GatewayProcess[] = []
let exchangePorts: number[]
let officePorts: number[]
const member = (code: string): TestMember => memberOf(federation, code)

beforeAll(async () => {
  server = await startPostgres()
  postgres = await server.database()
  federation = await prepareFederation()
  const passwordFile = join(dirname(federation.of(shanghai).config), 'postgres.password')
  writeFileSync(passwordFile, postgres.password, { mode: 0o600 })
  const { host, port, database, user } = postgres
  const shared = (config: GatewayConfig): GatewayConfig => ({
    ...config,
    store: { postgres: { host, port, database, user, passwordFile }, keyFile: config.store.keyFile ?? '' },
  })
  federation.configure(shanghai, shared)
  let twin: GatewayConfig | undefined
  twinConfig = await federation.configureTwin(shanghai, (config) => (twin = config))
  if (!twin) throw new Error('no twin')
  const { ports } = federation.of(shanghai)
  exchangePorts = [ports.exchange, twin.exchange.port]
  officePorts = [ports.office, twin.office.port]
  // Both at once, on a database without tables
  instances.push(...(await Promise.all([start(0), start(1)])))
  balancer = await startBalancer(exchangePorts)
})
afterAll(async () => {
  await federation.close()
  await balancer[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

function start(which: number): Promise<GatewayProcess> {
  return federation.start(shanghai, which === 0 ? {} : { config: twinConfig })
}

interface Request {
  id: string
  bytes: string
}

function fresh(changes: Partial<Envelope> = {}): Request {
  const iat = Math.floor(Date.now() / 1000)
  const envelope = certificateRequest(jiangsu, shanghai, { iat, exp: iat + 300, ...changes })
  return { id: envelope.jti, bytes: rawToken(headerOf(member(jiangsu)), envelope, member(jiangsu).key) }
}

function send({ bytes }: Request, port = balancer.port): Promise<HttpAnswer> {
  return http({
    port,
    path: '/exchange/v1/deposit-certificate.issue',
    tls: member(jiangsu).tls,
    body: bytes,
    headers: { 'content-type': 'application/jose' },
  })
}

async function journal(): Promise<JournalEntry[]> {
  const key = Buffer.from(readFileSync(federation.of(shanghai).storeKey, 'utf8'), 'base64')
  await using store = await openStore({ postgres }, key)
  return await Array.fromAsync(store.journal.all())
}

/** Each answer that was given is written down, none was executed twice, and the journal is one chain. */
async function assertEvidence(
  sent: readonly { request: Request; answer: HttpAnswer | undefined }[],
): Promise<void> {
  const entries = await journal()
  expect(verifyChain(entries).ok).toBe(true)
  const answered = new Map<string, string[]>()
  for (const { kind, exchangeId, answerDigest } of entries) {
    if (kind === 'answered') answered.set(exchangeId, [...(answered.get(exchangeId) ?? []), answerDigest])
  }
  for (const { request, answer } of sent) {
    const digests = answered.get(request.id) ?? []
    expect(digests.length).toBeLessThanOrEqual(1)
    if (answer?.status === 200) expect(digests).toEqual([sha256(answer.body)])
  }
}

/** Sends while `disturb` runs, and sends again what was not answered, until everything is. */
async function underLoad(count: number, disturb: () => Promise<void>): Promise<void> {
  const requests = Array.from({ length: count }, () => fresh())
  const given = new Map<string, HttpAnswer>()
  const trying = async (request: Request): Promise<void> => {
    for (;;) {
      const answer = await send(request).catch(() => undefined)
      if (answer?.status === 200) {
        given.set(request.id, answer)
        return
      }
      // A lease of a killed instance lasts 30 s: what it had in hand is looked at below.
      if (answer?.status === 409) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  await Promise.all([disturb(), ...requests.map(trying)])
  await assertEvidence(requests.map((request) => ({ request, answer: given.get(request.id) })))
  expect(given.size).toBeGreaterThan(count / 2)
}

describe('one jti', () => {
  test(`T43 of ${ids}, each sent ten times to both instances at once, is executed once`, async () => {
    const sent = []
    for (let at = 0; at < ids; at += 20) {
      const requests = Array.from({ length: Math.min(20, ids - at) }, () => fresh())
      const answers = await Promise.all(
        requests.map((request) =>
          Promise.all(Array.from({ length: 10 }, (_, i) => send(request, exchangePorts[i % 2]))),
        ),
      )
      for (const [i, request] of requests.entries()) {
        const statuses = (answers[i] ?? []).map(({ status }) => status)
        expect(statuses.every((status) => [200, 409].includes(status))).toBe(true)
        const [here, there] = [await send(request, exchangePorts[0]), await send(request, exchangePorts[1])]
        expect([here.status, there.body]).toEqual([200, here.body])
        sent.push({ request, answer: here })
      }
    }
    await assertEvidence(sent)
    const entries = (await journal()).filter(({ kind }) => kind === 'answered')
    expect(entries).toHaveLength(ids)
  }, 600_000)
})

describe('losing', () => {
  test(`T105 an instance ${rounds} times loses no answer, and the other goes on`, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const which = round % 2
      await underLoad(60, async () => {
        await instances[which]?.kill()
        disconnect(member(jiangsu).tls)
        instances[which] = await start(which)
      })
    }
  }, 600_000)

  test('T112 every connection to the database loses nothing, and service returns by itself', async () => {
    await underLoad(80, async () => {
      for (let i = 0; i < 5; i += 1) {
        await server.query(
          postgres,
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'yangtze-delta-exchange-gateway'",
        )
      }
    })
  })

  test('T112 the database itself, and having it again, loses nothing', async () => {
    await underLoad(80, async () => {
      await server.crash()
      const refused = await send(fresh())
      expect([refused.status, json<{ code: string }>(refused).code]).toEqual([503, 'STORE_UNAVAILABLE'])
      await server.start()
    })
  })
})

describe('a database that', () => {
  const refusal = async (): Promise<unknown> => {
    const refused = await send(fresh())
    expect(refused.body.toString()).not.toMatch(/310101190001|沈清和|eyJ/)
    return [refused.status, json<{ code: string }>(refused).code]
  }

  /** In force before the connections end, and they have ended: whoever connects again meets it. */
  async function alter(change: string): Promise<void> {
    const { database } = postgres
    const all = `select pg_terminate_backend(pid, 60000) from pg_stat_activity where datname = '${database}'`
    for (const sql of [`alter database ${database} ${change}`, all]) {
      await server.query({ database: 'postgres' }, sql)
    }
  }

  test('T109 takes no writes has every exchange refused, and service returns with it', async () => {
    const set = (value: string): Promise<void> => alter(`set default_transaction_read_only = ${value}`)
    await set('on')
    expect(await refusal()).toEqual([503, 'STORE_UNAVAILABLE'])
    await set('off')
    expect((await send(fresh())).status).toBe(200)
  })

  test('T113 has no connection left has exchanges refused in time, and service returns', async () => {
    const set = (limit: number): Promise<void> => alter(`connection limit ${limit}`)
    await set(0)
    expect(await refusal()).toEqual([503, 'STORE_UNAVAILABLE'])
    await set(-1)
    expect((await send(fresh())).status).toBe(200)
  })
})

test('a job that one instance accepted is known to the other, and asked once', async () => {
  const question = { ...sandboxQuestion(shanghai, [jiangsu], 'normal', Date.now()), deadlineSeconds: 2 }
  const headers = { 'content-type': 'application/json', prefer: 'respond-async', 'idempotency-key': 'k-1' }
  const posted = await Promise.all(
    officePorts.map((port) =>
      http({
        port,
        path: '/office/v1/questions',
        tls: member(shanghai).office,
        body: JSON.stringify(question),
        headers,
      }),
    ),
  )
  const [id, other] = posted.map((answer) => json<OfficeJob>(answer).id)
  expect(other).toBe(id)
  const events = await http({
    port: officePorts[1] ?? 0,
    path: `/office/v1/jobs/${id}/events`,
    method: 'GET',
    tls: member(shanghai).office,
  })
  const job = JSON.parse(/event: job\ndata: (.*)\n/.exec(events.body.toString())?.[1] ?? '') as OfficeJob
  expect(job.centres).toMatchObject([{ centre: jiangsu, state: 'not-asked', attempts: 1 }])
})
