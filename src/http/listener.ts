import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { GatewayError } from '../errors.ts'

/** A server that listens, and stops gracefully. */
export interface Listener {
  port: number
  /** Takes no new connection, lets requests in hand finish for `graceMs`, then ends what is left. */
  stop(graceMs: number): Promise<void>
}

export interface ListenerTls {
  /** PEM. */
  key: string
  certificate: string
  anchors: string
}

/** Bounds against slow and idle clients, in milliseconds and bytes. */
const bounds = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 8192,
}

/** mTLS 1.3: without a client certificate under an anchor the handshake fails. */
export function listenTls(
  app: RequestListener,
  at: { host: string; port: number },
  tls: ListenerTls,
): Promise<Listener> {
  const server = createHttpsServer(
    {
      ...bounds,
      key: tls.key,

      cert: tls.certificate,
      ca: tls.anchors,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.3',
    },
    app,
  )
  return listening(server, at)
}

/** Plain HTTP, for loopback. */
export function listenPlain(app: RequestListener, at: { host: string; port: number }): Promise<Listener> {
  return listening(createHttpServer(bounds, app), at)
}

async function listening(server: Server, { host, port }: { host: string; port: number }): Promise<Listener> {
  server.maxConnections = 2000
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (cause) {
    throw new GatewayError('CONFIG_INVALID', {
      where: `${host}:${port}`,
      detail: 'cannot listen there',
      cause,
    })
  }
  return { port: (server.address() as AddressInfo).port, stop: (graceMs) => stop(server, graceMs) }
}

async function stop(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearTimeout(timer)
}
