import { constants } from 'node:crypto'
import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { SecureContextOptions, TLSSocket } from 'node:tls'
import { type TlsMinimum, tlsPolicy } from '../domain/tls-policy.ts'
import { GatewayError } from '../errors.ts'
import type { AppDeps } from './app.ts'
import { shareConnections, type Sharing } from './shared-connections.ts'
import { answerUnreadable } from './unreadable.ts'

/** A server that listens, and stops gracefully. */
export interface Listener {
  port: number
  /** Takes no new connection, lets requests in hand finish for `graceMs`, then ends what is left. */
  stop(graceMs: number): Promise<void>
}

/** Looks at the client's certificate beyond what TLS does. */
export interface Admission {
  /** Throws where the client, whose certificates are DER, leaf first, may not be here. */
  admit(chain: readonly Buffer[]): void
  onDropped(error: unknown): void
  /** Absent: who comes first has the connections. */
  sharing?: Sharing
}

export interface TlsListener extends Listener {
  /** Looks again at clients that it admitted, and drops those that may not stay. */
  recheck(): void
  /** Takes other keys, anchors and rules for connections to come. Throws, and changes nothing, where TLS cannot use them. */
  renew(tls: ListenerTls): void
}

export interface ListenerTls {
  /** PEM. */
  key: string
  certificate: string
  anchors: string
  /** Default: 1.3. */
  minimum?: TlsMinimum
  /**
   * Whether clients may also come without a certificate. One that is shown has to be good all the same. Where it is never to change,
   * leave it out: TLS itself then refuses who has none.
   */
  anonymous?: boolean
}

/** Who connects and says nothing takes a place from the others; Node's default is two minutes. In milliseconds. */
const handshakeMs = 5_000

/** Bounds against slow and idle clients, in milliseconds and bytes. */
const bounds = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 65_000,
  // How often Node looks for overdue connections; at its default of 30 s a timeout of 10 s lasts up to 40.
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 8192,
  // Without one a request is refused as any other is that can be read in two ways, where Node would say nothing but 400.
  requireHostHeader: false,
}

/** mTLS 1.3, by policy 1.2: a client without a certificate under an anchor is dropped, unless anonymous clients are let in. */
export async function listenTls(
  app: RequestListener,
  at: { host: string; port: number },
  tls: ListenerTls,
  admission?: Admission,
  refusals?: AppDeps,
): Promise<TlsListener> {
  const server = createHttpsServer(
    {
      ...bounds,
      handshakeTimeout: handshakeMs,
      ...secureContext(tls),
      requestCert: true,
      rejectUnauthorized: tls.anonymous === undefined,
    },
    app,
  )
  if (admission?.sharing) shareConnections(server, admission.sharing)
  let { anonymous } = tls
  const admitted = new Map<TLSSocket, readonly Buffer[]>()
  function check(chain: readonly Buffer[], socket: TLSSocket): void {
    try {
      if (anonymous && chain.length === 0) return
      assertUnderAnchor(socket)
      admission?.admit(chain)
    } catch (error) {
      admission?.onDropped(error)
      socket.destroy()
    }
  }
  // Ahead of Node's own listener, so that nothing is read of a client that is dropped.
  server.prependListener('secureConnection', (socket) => {
    const chain = chainOf(socket)
    admitted.set(socket, chain)
    socket.once('close', () => admitted.delete(socket))
    check(chain, socket)
  })
  return {
    ...(await listening(server, at, refusals)),
    recheck: () => admitted.forEach(check),
    renew(next) {
      server.setSecureContext(secureContext(next))
      anonymous = next.anonymous
    },
  }
}

function secureContext({ key, certificate, anchors, minimum = '1.3' }: ListenerTls): SecureContextOptions {
  return {
    key,
    cert: certificate,
    ca: anchors,
    ...tlsPolicy(minimum),
    // TLS 1.2 only: a new handshake within a connection could change who is at its other end.
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  }
}

/** Where anonymous clients may be let in, TLS itself lets anybody in. Fails with CERTIFICATE_UNTRUSTED. */
function assertUnderAnchor({ authorized, authorizationError }: TLSSocket): void {
  if (authorized) return
  throw new GatewayError('CERTIFICATE_UNTRUSTED', {
    where: 'TLS',
    detail: `未通过 TLS 验证 TLS does not accept it: ${String(authorizationError)}`,
  })
}

/** What the client presented, with the certificates that TLS put above it. */
function chainOf(socket: TLSSocket): Buffer[] {
  const chain: Buffer[] = []
  let certificate = socket.getPeerX509Certificate()
  while (certificate && chain.length < 10) {
    chain.push(certificate.raw)
    certificate = certificate.issuerCertificate
  }
  return chain
}

/** Plain HTTP, for loopback. */
export function listenPlain(
  app: RequestListener,
  at: { host: string; port: number },
  refusals?: AppDeps,
): Promise<Listener> {
  return listening(createHttpServer(bounds, app), at, refusals)
}

async function listening(
  server: Server,
  { host, port }: { host: string; port: number },
  refusals: AppDeps | undefined,
): Promise<Listener> {
  server.maxConnections = 2000
  // Node would answer with nothing but 417; so the app refuses what is expected.
  server.on('checkExpectation', (request, response) => void server.emit('request', request, response))
  if (refusals) answerUnreadable(server, refusals)
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (cause) {
    throw new GatewayError('CONFIG_INVALID', {
      where: `${host}:${port}`,
      detail: '无法监听该地址 cannot listen there',
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
