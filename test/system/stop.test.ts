import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Readiness } from '../../src/health.ts'
import { memberOf, pingRequest, signed, type TestMember } from '../support/member-client.ts'
import { main, run } from '../support/process.ts'
import {
  type GatewayProcess,
  jiangsu,
  prepareFederation,
  shanghai,
  type TestFederation,
} from '../support/sandbox.ts'
import { openWire, postHead } from '../support/wire.ts'

let federation: TestFederation
let gateway: GatewayProcess
let asker: TestMember

beforeEach(async () => {
  federation = await prepareFederation()
  asker = memberOf(federation, jiangsu)
  gateway = await federation.start(shanghai)
})
afterEach(() => federation.close())

const path = '/exchange/v1/gateway.ping'

async function readiness(): Promise<Readiness> {
  const response = await fetch(`http://127.0.0.1:${federation.of(shanghai).ports.ops}/health/ready`)
  return (await response.json()) as Readiness
}

/** Asks until it says no, as a load balancer would. */
async function untilNotReady(): Promise<Readiness> {
  for (;;) {
    const found = await readiness()
    if (found.status === 'not-ready') return found
  }
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'T115 after %s readiness goes first, every request in hand is answered, and the exit code is 0',
  async (signal) => {
    const { exchange } = federation.of(shanghai).ports
    const bodies = await Promise.all(
      Array.from({ length: 30 }, () => signed(asker, pingRequest(jiangsu, shanghai))),
    )
    const wires = await Promise.all(bodies.map(() => openWire(exchange, asker.tls)))
    await Promise.all(
      wires.map((wire, i) => {
        wire.write(postHead(path, [`Content-Length: ${bodies[i]?.length}`, 'Expect: 100-continue']))
        return wire.until(/100 Continue/)
      }),
    )
    gateway.signal(signal)
    expect(await untilNotReady()).toMatchObject({
      checks: { accepting: { ok: false, code: 'SHUTTING_DOWN' } },
    })

    const answers = await Promise.all(
      wires.map((wire, i) => {
        wire.write(bodies[i] ?? '')
        return wire.until(/HTTP\/1\.1 [2-5]\d\d [^]*\r\n\r\n[^]+/)
      }),
    )
    for (const answer of answers) expect(answer).toMatch(/HTTP\/1\.1 200 OK/)
    for (const wire of wires) wire[Symbol.dispose]()
    expect(await gateway.ended).toBe(0)
    expect((await federation.journal(shanghai)).filter(({ kind }) => kind === 'answered')).toHaveLength(30)
    expect(gateway.lines.at(-1)).toContain('"event":"stopped"')
  },
)

test('T115 a request that begins while it stops is refused with SHUTTING_DOWN, and can be sent again', async () => {
  const { exchange } = federation.of(shanghai).ports
  const [first, second] = [
    await signed(asker, pingRequest(jiangsu, shanghai)),
    await signed(asker, pingRequest(jiangsu, shanghai)),
  ]
  using late = await openWire(exchange, asker.tls)
  const head = postHead(path, [`Content-Length: ${second.length}`])
  // The head of the second request is half there when the first is answered, so its connection is not idle.
  late.write(postHead(path, [`Content-Length: ${first.length}`]) + first + head.slice(0, 30))
  await late.until(/200 OK/)
  gateway.signal('SIGTERM')
  await untilNotReady()
  late.write(head.slice(30) + second)
  const answer = await late.until(/"code":"[A-Z_]+"/)
  expect(answer).toMatch(/HTTP\/1\.1 503 [^]*retry-after: 5[^]*"code":"SHUTTING_DOWN"/)
  late[Symbol.dispose]()
  expect(await gateway.ended).toBe(0)

  await federation.start(shanghai)
  using again = await openWire(exchange, asker.tls)
  again.write(postHead(path, [`Content-Length: ${second.length}`]) + second)
  expect(await again.until(/HTTP\/1\.1 \d+/)).toMatch(/200 OK/)
})

test('what is kept is whole after a stop, and goes on after the start that follows', async () => {
  const { exchange } = federation.of(shanghai).ports
  for (let round = 1; round <= 2; round += 1) {
    const body = await signed(asker, pingRequest(jiangsu, shanghai))
    using wire = await openWire(exchange, asker.tls)
    wire.write(postHead(path, [`Content-Length: ${body.length}`]) + body)
    await wire.until(/200 OK/)
    wire[Symbol.dispose]()
    expect(await gateway.stop()).toBe(0)
    expect(await federation.journal(shanghai)).toHaveLength(round)
    gateway = await federation.start(shanghai)
  }
})

test('what cannot start, or fails while it could be asked to stop, ends with 1', async () => {
  const { config, ports } = federation.of(shanghai)
  const served = await run([main, 'serve', '--config', config])
  expect([served.code, served.err]).toEqual([1, expect.stringContaining('CONFIG_INVALID')])
  expect(served.err).toContain(String(ports.exchange))
  const followed = await run([main, 'jobs', 'follow', 'no-job', '--config', config])
  expect([followed.code, followed.err]).toEqual([1, expect.stringContaining('JOB_UNKNOWN')])
})
