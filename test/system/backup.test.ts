import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { serveInProcess } from '../support/in-process.ts'
import {
  certificateRequest,
  disconnect,
  headerOf,
  type HttpAnswer,
  memberOf,
  post,
  rawToken,
  type TestMember,
  verified,
} from '../support/member-client.ts'
import { jiangsu, prepareFederation, shanghai, type TestFederation } from '../support/sandbox.ts'

let federation: TestFederation
let asker: TestMember
let centre: TestMember
let key: string
let file: string

beforeAll(async () => {
  federation = await prepareFederation()
  asker = memberOf(federation, jiangsu)
  centre = memberOf(federation, shanghai)
  key = join(federation.folder, 'backup.key')
  file = join(federation.folder, 'shanghai.backup')
  writeFileSync(key, randomBytes(32).toString('base64'), { mode: 0o600 })
})
afterAll(() => federation.close())

interface Exchange {
  id: string
  bytes: string
}

/** `at` in epoch milliseconds. */
function exchangeAt(at: number): Exchange {
  const iat = Math.floor(at / 1000)
  const envelope = certificateRequest(jiangsu, shanghai, { iat, exp: iat + 300 })
  return { id: envelope.jti, bytes: rawToken(headerOf(asker), envelope, asker.key) }
}

const send = ({ bytes }: Exchange): Promise<HttpAnswer> => post(federation, shanghai, asker.tls, bytes)

async function told(
  exchange: Exchange,
): Promise<{ status: number; number?: unknown; code?: string | undefined; retry?: string | undefined }> {
  const answer = await send(exchange)
  const { body, problem } = await verified(answer, centre, { bytes: exchange.bytes, from: jiangsu })
  return {
    status: answer.status,
    number: body?.number,
    code: problem?.code,
    retry: answer.headers['retry-after'] as string | undefined,
  }
}

/** The command as a process of its own, as an operator runs it. */
async function gateway(...args: string[]): Promise<Record<string, unknown>> {
  const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = spawn(
    process.execPath,
    [main, ...args, '--config', federation.of(shanghai).config, '--json'],
    { env },
  )
  let out = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (out += chunk.toString()))
  await once(child, 'close')
  return JSON.parse(out) as Record<string, unknown>
}

test('T116 a backup under load restores, and nothing that was executed since is executed again while it is fresh', async () => {
  const running = await federation.start(shanghai)
  const numbers = new Set<unknown>()
  const before = exchangeAt(Date.now())
  numbers.add((await told(before)).number)

  const backingUp = { done: false }
  const during: Exchange[] = []
  async function load(): Promise<void> {
    while (!backingUp.done) {
      const exchange = exchangeAt(Date.now())
      during.push(exchange)
      expect((await send(exchange)).status).toBe(200)
    }
  }
  const working = Array.from({ length: 16 }, load)
  const backup = await gateway('backup', '--out', file, '--key-file', key)
  backingUp.done = true
  await Promise.all(working)
  // Of a peer whose clock is ahead: what it signs stays fresh longest.
  const after = exchangeAt(Date.now() + 50_000)
  const afterwards = await told(after)
  expect(afterwards.status).toBe(200)
  numbers.add(afterwards.number)

  expect(await gateway('restore', file, '--key-file', key)).toMatchObject({ code: 'STORE_IN_USE' })
  expect(await running.stop()).toBe(0)
  disconnect(asker.tls)
  const entries = await federation.journal(shanghai)
  const restored = await gateway('restore', file, '--key-file', key)
  expect(restored).toMatchObject({ verdict: { ok: true }, journal: backup['journal'] })
  // Load went on through the backup.
  const { sequence } = backup['journal'] as { sequence: number }
  expect(sequence).toBeGreaterThan(0)
  expect(entries.length).toBeGreaterThan(sequence)

  let now = Date.now()
  const { context, gateway: again } = await serveInProcess(federation, shanghai, { clock: () => now })
  federation.of(shanghai).ports.exchange = again.ports.exchange
  // What was answered after the backup is not executed again; nobody can tell it from what is new.
  const refused = await told(after)
  expect(refused).toMatchObject({ status: 503, code: 'RESTORED_LATELY' })
  expect(Number(refused.retry)).toBeGreaterThan(30)
  expect(await told(exchangeAt(now))).toMatchObject({ status: 503, code: 'RESTORED_LATELY' })

  const restoredAt = context.store.restoredAt ?? 0
  now = restoredAt + 61_000
  expect(await told(after)).toMatchObject({ status: 503, code: 'RESTORED_LATELY' })
  const next = await told(exchangeAt(now))
  expect(next.status).toBe(200)
  expect(numbers.has(next.number)).toBe(false)
  const journal = await Array.fromAsync(context.store.journal.all())
  const executed = journal.filter(({ kind, exchangeId }) => kind === 'answered' && exchangeId === after.id)
  expect(executed).toEqual([])
})
