import { once } from 'node:events'
import { createServer } from 'node:https'
import { connect, type AddressInfo, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { shareConnections } from '../../src/http/shared-connections.ts'
import { authority, theirs } from '../peers/federation.ts'

const proxies = new Set<string>()
const crowded: string[] = []
const open: Socket[] = []
let server: ReturnType<typeof createServer>

beforeEach(async () => {
  server = createServer(
    { key: theirs.key, cert: theirs.certificate },
    (_, response) => void response.end('ok'),
  )
  server.maxConnections = 12
  shareConnections(server, {
    isProxy: (address) => proxies.has(address),
    onCrowded: (address) => crowded.push(address),
  })
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(async () => {
  const closed = once(server, 'close')
  server.close()
  for (const socket of open.splice(0)) socket.destroy()
  server.closeAllConnections()
  await closed
  proxies.clear()
  crowded.splice(0)
})

/** Both ends of a connection that says nothing. */
interface Ends {
  client: Socket
  served: Socket
}

/** One more, once the server has taken it or closed it. */
async function idle(localAddress: string): Promise<Ends> {
  const seen = once(server, 'connection')
  const client = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', localAddress })
  client.on('error', () => undefined)
  open.push(client)
  const [served] = (await seen) as [Socket]
  return { client, served }
}

async function fill(localAddress: string, count: number): Promise<Ends[]> {
  const all: Ends[] = []
  while (all.length < count) all.push(await idle(localAddress))
  return all
}

function closing(socket: Duplex): Promise<unknown> {
  return socket.closed ? Promise.resolve() : new Promise((resolve) => socket.once('close', resolve))
}

/** How many of them the server has closed. */
function turnedAway(address: string): number {
  return crowded.filter((each) => each === address).length
}

async function answered(localAddress: string): Promise<string> {
  const { port } = server.address() as AddressInfo
  const host = '127.0.0.1'
  const socket = connectTls({ socket: connect({ port, host, localAddress }), host, ca: authority.anchor })
  socket.setEncoding('utf8').write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  const [answer] = (await once(socket, 'data')) as [string]
  await closing(socket)
  return answer
}

describe('the connections of a listener', () => {
  test('are never all one address’s: it leaves to others as many as it has, and they are answered', async () => {
    await fill('127.0.0.1', 20)
    expect(turnedAway('127.0.0.1')).toBe(14)
    expect(await answered('127.0.0.2')).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('are not all had by two addresses either', async () => {
    await fill('127.0.0.1', 12)
    await fill('127.0.0.2', 12)
    expect([turnedAway('127.0.0.1'), turnedAway('127.0.0.2')]).toEqual([6, 9])
    expect(await answered('127.0.0.3')).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('are closed at once where they are too many, before any handshake', async () => {
    await fill('127.0.0.1', 6)
    const { client } = await idle('127.0.0.1')
    await closing(client)
    expect(client.bytesRead).toBe(0)
  })

  test('can all be a proxy’s, behind which are many', async () => {
    proxies.add('127.0.0.1')
    await fill('127.0.0.1', 11)
    expect(crowded).toEqual([])
    expect(await answered('127.0.0.1')).toMatch(/^HTTP\/1\.1 200 /)
  })

  test.each<[string, (socket: Socket) => void]>([
    ['hang up', (socket) => void socket.destroy()],
    ['break off their handshake', (socket) => void socket.end(Buffer.of(0x16, 3, 1))],
    ['speak no TLS', (socket) => void socket.write('GET / HTTP/1.1\r\n\r\n')],
  ])('are given back by all who %s', async (_, leave) => {
    for (let round = 0; round < 3; round += 1) {
      for (const { client, served } of await fill('127.0.0.1', 6)) {
        const closed = closing(served)
        leave(client)
        await closed
      }
    }
    expect(crowded).toEqual([])
  })

  test('are given back by all who were answered', async () => {
    for (let round = 0; round < 14; round += 1) expect(await answered('127.0.0.1')).toMatch(/ 200 /)
    expect(crowded).toEqual([])
  })
})
