import { Agent } from 'node:https'
import type { Socket } from 'node:net'
import { createSecureContext, type SecureContext } from 'node:tls'
import { GatewayError } from '../errors.ts'
import type { PeerSettings } from './settings.ts'

/** What we show in TLS and whom we trust there. */
export interface PeerTls {
  /** Private key, PEM. */
  key: string
  /** Our client certificate with its intermediates, PEM. */
  certificate: string
  /** The federation's trust anchors, PEM; nothing else is trusted, the public authorities included. */
  anchors: string
}

/** Reads the key material once for all peers; KEY_UNUSABLE when it cannot serve. */
export function createPeerContext(tls: PeerTls): SecureContext {
  // Node takes an empty `ca` for "trust all public authorities".
  if (!tls.anchors.includes('-----BEGIN CERTIFICATE-----')) {
    throw new GatewayError('KEY_UNUSABLE', { where: 'anchors', detail: 'no trust anchor for TLS to peers' })
  }
  try {
    return createSecureContext({
      key: tls.key,
      cert: tls.certificate,
      ca: tls.anchors,
      minVersion: 'TLSv1.3',
    })
  } catch (thrown) {
    throw new GatewayError('KEY_UNUSABLE', { where: 'peer TLS key and certificate', cause: thrown })
  }
}

/** One peer's own connections: a slow peer can exhaust only these. */
export function createAgent(secureContext: SecureContext, settings: PeerSettings): Agent {
  return new Agent({
    secureContext,
    // Said aloud, since NODE_TLS_REJECT_UNAUTHORIZED=0 would switch it off where it is left out.
    rejectUnauthorized: true,
    // A resumed session would not be checked against name and validity again.
    maxCachedSessions: 0,
    keepAlive: true,
    // Not maxTotalSockets: idle sockets of a dead endpoint would count and keep the next endpoint waiting.
    maxSockets: settings.concurrency,
    maxFreeSockets: settings.concurrency,
    timeout: settings.idleMs,
  })
}

/** Ends a connection as soon as no request is on it. */
export function retire(agent: Agent, socket: Socket): void {
  const idle = Object.values(agent.freeSockets).some((sockets) => sockets?.includes(socket))
  if (idle) socket.destroy()
  // Ahead of the agent's own listener, which would hand it to a waiting request.
  else socket.prependOnceListener('free', () => socket.destroy())
}
