import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Callback } from '../../src/contracts/generated/types.ts'
import { createTestAuthority } from './pki.ts'

/** A callback as it came. */
export interface Received {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
  /** Payload of the body, unverified. */
  says: Callback
  /** Subject of the client's certificate. */
  client: string
}

/** A registered place: an HTTPS server that keeps what it is sent. */
export interface TestPlace extends AsyncDisposable {
  url: string
  port: number
  received: readonly Received[]
  /** Resolves when that many came in all. */
  reached(count: number): Promise<void>
  /** From the next one on. */
  behave(manner: Manner): void
  close(): Promise<void>
}

export type Manner = (response: ServerResponse, request: IncomingMessage) => void

export const answers =
  (status: number, headers: Record<string, string> = {}): Manner =>
  (response) =>
    void response.writeHead(status, headers).end()
export const cuts: Manner = (_, request) => void request.socket.destroy()

const authority = createTestAuthority('Places')
/** Who vouches for places, PEM. */
export const placeAnchors = authority.anchor

export async function startPlace({
  port = 0,
  clients,
  manner = answers(204),
}: { port?: number; clients?: string; manner?: Manner } = {}): Promise<TestPlace> {
  const identity = authority.issue({ name: 'place', ips: ['127.0.0.1'] })
  const received: Received[] = []
  let waiting: { count: number; resolve: () => void }[] = []
  let current = manner
  const server = createServer(
    {
      key: identity.key,
      cert: identity.certificate,
      ...(clients !== undefined && { ca: clients, requestCert: true }),
    },
    (request, response) => void take(request, response),
  )

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const [, payload = ''] = body.split('.')
    const { method = '', url: path = '', headers } = request
    const says = JSON.parse(Buffer.from(payload, 'base64url').toString() || '{}') as Callback
    const subject = (request.socket as TLSSocket).getPeerCertificate().subject as { O?: string } | undefined
    received.push({ method, path, headers, body, says, client: String(subject?.O) })
    current(response, request)
    for (const { count, resolve } of waiting) if (received.length >= count) resolve()
    waiting = waiting.filter(({ count }) => received.length < count)
  }

  async function close(): Promise<void> {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }

  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const at = (server.address() as AddressInfo).port
  return {
    url: `https://127.0.0.1:${at}/callbacks`,
    port: at,
    received,
    reached(count) {
      const { promise, resolve } = Promise.withResolvers<void>()
      if (received.length >= count) resolve()
      else waiting.push({ count, resolve })
      return promise
    },
    behave: (next) => void (current = next),
    close,
    [Symbol.asyncDispose]: close,
  }
}
