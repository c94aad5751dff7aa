import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { disconnect, pingRequest, post, signed, type TestMember, verified } from '../support/member-client.ts'
import { hangzhou, jiangsu } from '../support/sandbox.ts'
import { prepareStand, type Stand } from '../support/stand.ts'
import { openWire, postHead } from '../support/wire.ts'

let stand: Stand

beforeAll(async () => {
  stand = await prepareStand()
  await stand.federation.start(hangzhou)
})
afterAll(() => stand.federation.close())

const own = (): TestMember => stand.jiangsu.own
const port = (): number => stand.federation.of(hangzhou).ports.exchange
const ping = '/exchange/v1/gateway.ping'

async function assertWell(): Promise<void> {
  const bytes = await signed(own(), pingRequest(jiangsu, hangzhou))
  const answer = await post(stand.federation, hangzhou, own().tls, bytes, { service: 'gateway.ping' })
  const { body } = await verified(answer, stand.member(hangzhou), { bytes, from: jiangsu })
  expect(body).toMatchObject({ nonce: 'n-1' })
}

// Both wait for the gateway to lose its patience.
test.concurrent.each([
  ['T78 headers that never end', (): string => `POST ${ping} HTTP/1.1\r\nHost: a\r\nX-A: `],
  ['T79 a body that never ends', (): string => `${postHead(ping, ['Content-Length: 1000'])}a`],
])(
  '%s are ended by the gateway, while others are answered',
  async (_, begin) => {
    const wires = await Promise.all(Array.from({ length: 50 }, () => openWire(port(), own().tls)))
    for (const wire of wires) wire.write(begin())
    await assertWell()
    const answers = await Promise.all(wires.map((wire) => wire.closed()))
    // Where a handler was reading already there is nothing to say, and nobody to hear it.
    for (const answer of answers) expect(answer).toMatch(/^(HTTP\/1\.1 408 Request Timeout\r\n|$)/)
    await assertWell()
  },
  60_000,
)

test('T80 5,000 connections that say nothing are dropped, and keep nobody out for long', async () => {
  await assertWell()
  const idle: Socket[] = []
  // Not more at once than the kernel queues: what it drops there the client believes to stand.
  while (idle.length < 5_000) idle.push(...(await Promise.all(Array.from({ length: 250 }, idleConnection))))
  // Over the connection that stands
  await assertWell()
  await Promise.all(idle.map((socket) => socket.closed || once(socket, 'close')))
  disconnect(own().tls)
  await assertWell()
})

async function idleConnection(): Promise<Socket> {
  const socket = connect(port(), '127.0.0.1')
  socket.on('error', () => undefined)
  socket.resume()
  await Promise.race([once(socket, 'connect'), once(socket, 'close')])
  return socket
}
