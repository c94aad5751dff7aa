import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Context } from '../../src/composition/context.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import { gateway, type Ran } from '../support/cli.ts'
import { testDialect } from '../support/dialects.ts'
import { says } from '../support/hostile-server.ts'
import { hub, type HubStand, park, prepareHub, record } from '../support/hub.ts'
import { serveInProcess } from '../support/in-process.ts'
import { http, json, memberOf } from '../support/member-client.ts'
import { jiangsu, type TestFederation } from '../support/sandbox.ts'

let stand: HubStand
let federation: TestFederation
let asker: Context

beforeAll(async () => {
  stand = await prepareHub()
  federation = stand.federation
  await serveInProcess(federation, hub)
  asker = (await serveInProcess(federation, jiangsu)).context
})
beforeEach(() => stand.centre.behave(says(record())))
afterAll(() => federation.close())

/** The exchange of one question to the represented centre. */
async function exchange(): Promise<string> {
  const { results } = await asker.ask(sandboxQuestion(jiangsu, [park], 'normal', Date.now()))
  return results[0]?.exchangeId ?? 'none'
}

function lineageAt(member: string, exchangeId: string, office = memberOf(federation, member).office) {
  const path = `/office/v1/exchanges/${exchangeId}/lineage`
  return http({ port: federation.of(member).ports.office, path, method: 'GET', tls: office })
}

function command(exchangeId: string, ...options: string[]): Promise<Ran> {
  const config = ['--config', federation.of(hub).config]
  return gateway(['lineage', exchangeId, ...config, ...options], { now: Date.now() })
}

describe('the office of a hub', () => {
  test('is told where each fact came from, and the replies as they came', async () => {
    const answer = await lineageAt(hub, await exchange())
    expect(answer.status).toBe(200)
    const { replies, lineage, missing } = json<{
      replies: { bytes: string }[]
      lineage: object
      missing: string[]
    }>(answer)
    const [, body = ''] = record().toString().split('\r\n\r\n')
    expect(replies.map(({ bytes }) => Buffer.from(bytes, 'base64').toString())).toEqual([body])
    expect(lineage).toMatchObject({ 'balance.amount': { from: ['data/balance'], by: 'yuan' } })
    expect(missing).toContain('account.opened')
  })

  test('is told that there is none of an exchange that nobody knows', async () => {
    const answer = await lineageAt(hub, '00000000-0000-7000-8000-000000000000')
    expect(answer.status).toBe(404)
    expect(json(answer)).toMatchObject({ code: 'EXCHANGE_UNKNOWN' })
  })
})

test('nobody but our own office is told', async () => {
  const exchangeId = await exchange()
  const { tls } = memberOf(federation, jiangsu)
  expect(json(await lineageAt(hub, exchangeId, tls))).toMatchObject({ code: 'OFFICE_FORBIDDEN' })
  expect((await lineageAt(jiangsu, exchangeId)).status).toBe(404)
})

test('the raw reply is not in the store in the clear', async () => {
  await exchange()
  const { store } = federation.of(hub)
  for (const file of [store, `${store}-wal`]) {
    for (const text of ['12345.67', 'data/balance']) expect(readFileSync(file).includes(text)).toBe(false)
  }
})

describe('gateway lineage', () => {
  test('prints each fact with its value, its place and its converter', async () => {
    const { code, out } = await command(await exchange())
    expect(code).toBe(0)
    expect(out).toMatch(/^ {2}balance\.amount +1234567 +← data\/balance \(yuan\)$/m)
    expect(out).toMatch(/方言 dialect: plain-json, version [0-9a-f]{64}/)
    expect(out).toMatch(/应答 reply: query, HTTP 200, \d+ bytes/)
    expect(out).toMatch(/对方未提供 not given: .*account\.opened/)
    expect(out).not.toContain('TEST-0001')
  })

  test('--replay reads the stored reply again, and asks the centre nothing', async () => {
    const exchangeId = await exchange()
    const before = stand.centre.messages.length
    const { code, out } = await command(exchangeId, '--replay')
    expect(code).toBe(0)
    expect(out).toContain('✓ 重放所得事实逐字节一致')
    expect(stand.centre.messages).toHaveLength(before)
  })

  test('--replay by a dialect that was changed since says which facts are others, and has exit code 1', async () => {
    const exchangeId = await exchange()
    const folder = join(federation.folder, 'changed')
    const dialect = readFileSync(join(testDialect('plain-json'), 'dialect.yaml'), 'utf8')
    mkdirSync(folder)
    writeFileSync(
      join(folder, 'dialect.yaml'),
      dialect.replace('{ from: balance, as: yuan }', '{ from: balance, as: ten-thousand-yuan }'),
    )
    const { config } = federation.of(hub)
    const before = readFileSync(config)
    federation.configure(hub, ({ represents = [], ...given }) => ({
      ...given,
      represents: represents.map((entry) => ({ ...entry, dialect: folder })),
    }))
    const { code, out } = await command(exchangeId, '--replay')
    writeFileSync(config, before)
    expect(code).toBe(1)
    expect(out).toContain('✗ 方言版本不同')
    expect(out).toContain('✗ 重放结果不同 differs now: balance.amount')
    expect(out).not.toContain('✓ 重放')
  })

  test('of an exchange that nobody knows fails', async () => {
    const { code, err } = await command('00000000-0000-7000-8000-000000000000')
    expect(code).not.toBe(0)
    expect(err).toContain('EXCHANGE_UNKNOWN')
  })
})
