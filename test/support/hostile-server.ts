import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** What the server does with a connection once the first bytes of a message came. */
export type Manner = (socket: Socket, message: Buffer) => void

export interface HostileServer extends AsyncDisposable {
  port: number
  /** First bytes of every message. */
  messages: Buffer[]
  /** Connections that are still open. */
  open(): number
  /** From the next connection on. */
  behave(manner: Manner): void
}

/** A plain TCP server on loopback; what it says is hand-made bytes, HTTP among them. */
export async function startHostileServer(manner: Manner = () => undefined): Promise<HostileServer> {
  const sockets = new Set<Socket>()
  const messages: Buffer[] = []
  let current = manner
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    const behaviour = current
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.once('data', (bytes: Buffer) => {
      messages.push(bytes)
      socket.on('data', () => undefined)
      behaviour(socket, bytes)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    messages,
    open: () => sockets.size,
    behave: (manner) => void (current = manner),
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** An HTTP answer with its true length. */
export function httpAnswer(
  body: string | Buffer,
  head: { status?: string; headers?: string[] } = {},
): Buffer {
  const bytes = Buffer.from(body)
  const { status = '200 OK', headers = ['Content-Type: application/json'] } = head
  return Buffer.concat([
    Buffer.from([`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${bytes.length}`, '', ''].join('\r\n')),
    bytes,
  ])
}

/** Says these bytes and ends its half. */
export function says(...bytes: (string | Buffer)[]): Manner {
  return (socket) => void socket.end(Buffer.concat(bytes.map((piece) => Buffer.from(piece))))
}

/** Says these bytes, and these again and again for as long as somebody listens. */
export function saysForEver(first: string | Buffer, again: string | Buffer): Manner {
  return (socket) => {
    const more = (): void => {
      while (!socket.destroyed && socket.write(again));
    }
    socket.on('drain', more)
    socket.write(first)
    more()
  }
}

/** One byte at a time, the next whenever the one before has left, and never an end. */
export function drips(first: string | Buffer): Manner {
  return (socket) => {
    const drop = (): void => {
      if (!socket.destroyed) socket.write('x', () => setImmediate(drop))
    }
    socket.write(first, drop)
  }
}
