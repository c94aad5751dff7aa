import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { setInterval as every } from 'node:timers'
import { freePort } from './ports.ts'

/** What the proxy does with a connection. `client` is whoever connected, `onward` what lies behind. */
export type Passage = (client: Socket, onward: () => Socket) => void

export interface FaultProxy extends AsyncDisposable {
  port: number
  /** https origin, by the address 127.0.0.1. */
  origin: string
  /** Connections taken so far. */
  connections(): number
  /** From the next connection on; those that are open are cut. */
  behave(passage: Passage): void
  /** Where connections lead from now on; those that are open are cut. */
  leadTo(port: number): void
  /** Nobody listens any more, until `listen`. */
  refuse(): Promise<void>
  listen(): Promise<void>
}

/** A TCP proxy on loopback that misbehaves on command: it sees no more of TLS than a network does. */
export async function startFaultProxy(target: number, passage: Passage = pass): Promise<FaultProxy> {
  const sockets = new Set<Socket>()
  let current = passage
  let connections = 0
  const server = createServer({ allowHalfOpen: true }, (client) => {
    connections += 1
    keep(client)
    current(client, () => keep(connect({ port: target, host: '127.0.0.1', allowHalfOpen: true })))
  })
  // Of our own, so that nobody takes it while nobody listens.
  const port = await freePort()
  await listenOn(server, port)

  function keep(socket: Socket): Socket {
    sockets.add(socket)
    socket.on('error', ignore)
    socket.on('close', () => sockets.delete(socket))
    return socket
  }

  function cut(): void {
    for (const socket of sockets) socket.destroy()
  }

  async function refuse(): Promise<void> {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    cut()
    await closed
  }

  return {
    port,
    origin: `https://127.0.0.1:${port}`,
    connections: () => connections,
    behave(passage) {
      current = passage
      cut()
    },
    leadTo(port) {
      target = port
      cut()
    },
    refuse,
    async listen() {
      if (!server.listening) await listenOn(server, port)
    },
    [Symbol.asyncDispose]: refuse,
  }
}

async function listenOn(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
}

function ignore(): void {}

/** As if it were not there. */
export const pass: Passage = (client, onward) => {
  const peer = onward()
  client.pipe(peer).pipe(client)
  client.once('close', () => peer.destroy())
  peer.once('close', () => client.destroy())
}

/** Takes the connection and never says a word: a silent firewall, a hung process. */
export const blackhole: Passage = (client) => void client.resume()

/** RST at the first bytes. */
export const reset: Passage = (client) => void client.once('data', () => client.resetAndDestroy())

/** FIN at once, and the other half stays open for whatever may come. */
export const halfOpen: Passage = (client) => void client.resume().end()

/** What comes from behind passes byte by byte, one each `eachMs`. */
export function dripping(eachMs: number): Passage {
  return (client, onward) => {
    const peer = onward()
    let pending = Buffer.alloc(0)
    client.pipe(peer)
    peer.on('data', (chunk: Buffer) => (pending = Buffer.concat([pending, chunk])))
    const timer = every(() => {
      if (pending.length > 0) client.write(pending.subarray(0, 1))
      pending = pending.subarray(1)
    }, eachMs)
    client.once('close', () => {
      clearInterval(timer)
      peer.destroy()
    })
  }
}

/** TLS is shaken hands over, and the question goes through; what is answered comes back once `open` is settled. */
export function answersOnce(open: Promise<unknown>): Passage {
  return (client, onward) => {
    const peer = onward()
    // The server's part of the handshake is whole once the client speaks again.
    let greeted = false
    let spokenFor: Promise<unknown> = Promise.resolve()
    client.on('data', () => {
      if (greeted) spokenFor = open
    })
    client.pipe(peer)
    peer.on('data', (chunk: Buffer) => {
      greeted = true
      void spokenFor.then(() => client.write(chunk))
    })
    client.once('close', () => peer.destroy())
    peer.once('close', () => client.destroy())
  }
}
