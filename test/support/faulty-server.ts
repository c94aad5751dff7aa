import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls'
import { setInterval as every } from 'node:timers'
import { freePort } from './ports.ts'

/** One request as it came, read by hand. */
export interface ReceivedRequest {
  /** Request line and headers as sent, without the empty line. */
  head: string
  body: Buffer
}

/** What the server does with a request. `wire` is the TLS stream, `raw` the TCP connection below it. */
export type Behaviour = (wire: TLSSocket, raw: Socket, request: ReceivedRequest) => void

export interface FaultyServer extends AsyncDisposable {
  /** https origin, by the address 127.0.0.1. */
  origin: string
  port: number
  requests: ReceivedRequest[]
  /** TCP connections taken so far. */
  connections(): number
  /** From the next request on. */
  behave(behaviour: Behaviour): void
  close(): Promise<void>
}

/** A TLS server on loopback that misbehaves on command; its HTTP is hand-made bytes. */
export async function startFaultyServer(
  options: TlsOptions,
  behaviour: Behaviour = answer('ok'),
): Promise<FaultyServer> {
  const requests: ReceivedRequest[] = []
  const open = new Map<number | undefined, Socket>()
  let current = behaviour
  let connections = 0

  const tls = createTlsServer({ minVersion: 'TLSv1.3', ...options }, (wire) => {
    const raw = open.get(wire.remotePort)
    wire.on('error', ignore)
    readRequests(wire, (request) => {
      requests.push(request)
      if (raw) current(wire, raw, request)
    })
  })
  tls.on('tlsClientError', ignore)
  const server = createServer((raw) => {
    connections += 1
    open.set(raw.remotePort, raw)
    raw.on('error', ignore)
    raw.on('close', () => open.delete(raw.remotePort))
    tls.emit('connection', raw)
  })
  const port = await listen(server)

  async function close(): Promise<void> {
    const closed = once(server, 'close')
    server.close()
    for (const raw of open.values()) raw.destroy()
    await closed
  }

  return {
    origin: `https://127.0.0.1:${port}`,
    port,
    requests,
    connections: () => connections,
    behave: (behaviour) => void (current = behaviour),
    close,
    [Symbol.asyncDispose]: close,
  }
}

export interface Blackhole extends AsyncDisposable {
  origin: string
  /** TCP connections taken so far. */
  connections(): number
  /** Waits for the first of them. */
  connected(): Promise<void>
  close(): Promise<void>
}

/** A server that takes connections and never says a word: a silent firewall, a hung process. */
export async function startBlackhole(): Promise<Blackhole> {
  const open = new Set<Socket>()
  const first = Promise.withResolvers<void>()
  const server = createServer({ pauseOnConnect: true }, (raw) => {
    open.add(raw)
    raw.on('error', ignore)
    first.resolve()
  })
  const port = await listen(server)

  async function close(): Promise<void> {
    const closed = once(server, 'close')
    server.close()
    for (const raw of open) raw.destroy()
    await closed
  }

  return {
    origin: `https://127.0.0.1:${port}`,
    connections: () => open.size,
    connected: () => first.promise,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** A loopback origin where nobody listens, nor will. */
export async function refusedOrigin(): Promise<string> {
  return `https://127.0.0.1:${await freePort()}`
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

function ignore(): void {}

function readRequests(wire: TLSSocket, onRequest: (request: ReceivedRequest) => void): void {
  let received = Buffer.alloc(0)
  wire.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    for (;;) {
      const headEnd = received.indexOf('\r\n\r\n')
      if (headEnd < 0) return
      const head = received.subarray(0, headEnd).toString('latin1')
      const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0)
      const end = headEnd + 4 + length
      if (received.length < end) return
      const body = received.subarray(headEnd + 4, end)
      received = received.subarray(end)
      onRequest({ head, body })
    }
  })
}

/** The bytes of an answer; `headers` may contradict the body. */
export function rawAnswer(
  body: string | Buffer,
  headers: Record<string, string | number> = {},
  status = '200 OK',
): Buffer {
  const all = { 'Content-Type': 'text/plain', 'Content-Length': Buffer.byteLength(body), ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`), Buffer.from(body)])
}

/** Answers as one should, or with a lying head. */
export function answer(
  body: string | Buffer,
  headers?: Record<string, string | number>,
  status?: string,
): Behaviour {
  return (wire) => void wire.write(rawAnswer(body, headers, status))
}

/** Writes the bytes, and then does nothing, or ends (FIN), or resets (RST). */
export function say(bytes: string | Buffer, then: 'stay' | 'end' | 'reset' = 'stay'): Behaviour {
  return (wire, raw) => {
    wire.write(bytes, () => {
      if (then === 'end') wire.end()
      if (then === 'reset') raw.resetAndDestroy()
    })
  }
}

/** Takes the request and never answers. */
export const silence: Behaviour = ignore

/** RST in place of an answer. */
export const reset: Behaviour = (_, raw) => void raw.resetAndDestroy()

/** FIN in place of an answer. */
export const hangUp: Behaviour = (wire) => void wire.end()

/** A head, then `bytes` again and again until the other side leaves. */
export function drip(head: string, bytes: string | Buffer, eachMs: number): Behaviour {
  return (wire) => {
    wire.write(head)
    const timer = every(() => wire.write(bytes), eachMs)
    wire.once('close', () => clearInterval(timer))
  }
}

/** A head, then `bytes` as fast as they are taken. */
export function flood(head: string, bytes: string | Buffer): Behaviour {
  return (wire) => {
    const more = (): void => {
      while (!wire.destroyed && wire.write(bytes));
    }
    wire.on('drain', more)
    wire.write(head)
    more()
  }
}
