import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { GatewayConfig, Problem } from '../../src/contracts/generated/types.ts'
import { type HttpAnswer, json, memberOf } from '../support/member-client.ts'
import { authorization, bearer, callOffice, loanSystem } from '../support/office-caller.ts'
import { type PostgresServer, startPostgres } from '../support/postgres.ts'
import { jiangsu, portal, prepareFederation, type TestFederation } from '../support/sandbox.ts'

// Two instances of 江苏省直 on one PostgreSQL: who may call, and how often, is known to both.

const limit = 30
const path = '/office/v1/centres'
let server: PostgresServer
let federation: TestFederation
let ports: [number, number]

beforeAll(async () => {
  server = await startPostgres()
  federation = await prepareFederation()
  const { host, port, database, user, password } = await server.database()
  const passwordFile = join(dirname(federation.of(jiangsu).config), 'postgres.password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  const shared = ({ office, store, ...config }: GatewayConfig): GatewayConfig => ({
    ...config,
    office: { ...office, clients: office.clients.map((client) => ({ ...client, requestsPerMinute: limit })) },
    store: { postgres: { host, port, database, user, passwordFile }, keyFile: store.keyFile ?? '' },
  })
  federation.configure(jiangsu, shared)
  let twin: GatewayConfig | undefined
  const twinFile = await federation.configureTwin(jiangsu, (config) => (twin = config))
  ports = [federation.of(jiangsu).ports.office, twin?.office.port ?? 0]
  await Promise.all([federation.start(jiangsu), federation.start(jiangsu, { config: twinFile })])
})
afterAll(async () => {
  await federation.close()
  await server[Symbol.asyncDispose]()
})

const at = (instance: number, value: string): Promise<HttpAnswer> =>
  callOffice(federation, { port: ports[instance % 2] ?? 0, path, headers: { authorization: value } })

test('an access token of one instance is known to the other', async () => {
  const token = await bearer(federation, ports[0], loanSystem(federation, jiangsu))
  expect([(await at(0, token)).status, (await at(1, token)).status]).toEqual([200, 200])
})

test('a signed authorization is taken once by both together, however many come with it at once', async () => {
  const value = await authorization(memberOf(federation, portal), jiangsu, { method: 'GET', path })
  const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => at(i, value)))
  const codes = answers.map((answer) => (answer.status === 200 ? 'taken' : json<Problem>(answer).code))
  expect(codes.toSorted()).toEqual([...Array<string>(9).fill('AUTHORIZATION_USED'), 'taken'])
})

test('the requests of a caller are counted by both together', async () => {
  const tls = memberOf(federation, jiangsu).office
  const answers = await Promise.all(
    Array.from({ length: limit + 10 }, (_, i) =>
      callOffice(federation, { port: ports[i % 2] ?? 0, path, tls }),
    ),
  )
  const limited = answers.filter(({ status }) => status === 429)
  expect([limited.length, answers.filter(({ status }) => status === 200).length]).toEqual([10, limit])
  expect(limited.map((answer) => json<Problem>(answer).code)).toEqual(Array(10).fill('OFFICE_RATE_LIMITED'))
  for (const { headers } of limited) {
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect(headers['ratelimit']).toMatch(/^"office";r=0;t=[0-9]+$/)
  }
})
