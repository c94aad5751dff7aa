import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type GatewayProcess, jiangsu, prepareFederation, type TestFederation } from '../support/sandbox.ts'

let federation: TestFederation
let gateway: GatewayProcess

beforeAll(async () => {
  federation = await prepareFederation()
  gateway = await federation.start(jiangsu)
})
afterAll(() => federation.close())

const host = '127.0.0.1'
const from = (localAddress: string): Socket =>
  connect({ host, port: federation.of(jiangsu).ports.office, localAddress })

/** Taken, or closed at once. */
async function idle(): Promise<Socket> {
  const socket = from('127.0.0.1')
  socket.on('error', () => undefined)
  socket.resume()
  await Promise.race([once(socket, 'connect'), once(socket, 'close')])
  return socket
}

async function answered(localAddress: string): Promise<string> {
  const ca = readFileSync(federation.files.anchors, 'utf8')
  const socket = connectTls({ socket: from(localAddress), host, ca })
  socket.setEncoding('utf8').write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  const [answer] = (await once(socket, 'data')) as [string]
  socket.destroy()
  return answer
}

test('T80 one address that takes all connections it gets of the office listener shuts nobody else out, and is told', async () => {
  const told: string[] = []
  void gateway.line('OVERLOADED').then((line) => told.push(line))
  const sockets: Socket[] = []
  // The gateway ends connections that say nothing, so it goes on until there were too many at a time.
  while (told.length === 0) sockets.push(...(await Promise.all(Array.from({ length: 250 }, idle))))
  expect(JSON.parse(String(told[0]))).toMatchObject({
    event: 'dropped',
    listener: 'office',
    where: '127.0.0.1',
  })
  expect(await answered('127.0.0.2')).toMatch(/^HTTP\/1\.1 303 /)
  for (const socket of sockets) socket.destroy()
})
