import { Agent } from 'node:https'
import type { Socket } from 'node:net'
import {
  checkServerIdentity,
  createSecureContext,
  type DetailedPeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls'
import { type TlsMinimum, tlsPolicy } from '../domain/tls-policy.ts'
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
  /** Default: 1.3. */
  minimum?: TlsMinimum
}

/** Reads the key material once for all peers; KEY_UNUSABLE when it cannot serve. */
export function createPeerContext(tls: PeerTls): SecureContext {
  // Node takes an empty `ca` for "trust all public authorities".
  if (!tls.anchors.includes('-----BEGIN CERTIFICATE-----')) {
    throw new GatewayError('KEY_UNUSABLE', {
      where: 'anchors',
      detail: '没有用于对方中心 TLS 的信任锚 no trust anchor for TLS to peers',
    })
  }
  try {
    return createSecureContext({
      key: tls.key,
      cert: tls.certificate,
      ca: tls.anchors,
      ...tlsPolicy(tls.minimum ?? '1.3'),
    })
  } catch (thrown) {
    throw new GatewayError('KEY_UNUSABLE', { where: 'peer TLS key and certificate', cause: thrown })
  }
}

/** Throws where a server with these certificates (DER, leaf first) is not to be talked to, for all that TLS knows. */
export type Admit = (chain: readonly Buffer[]) => void

/** One peer's own connections: a slow peer can exhaust only these. */
export function createAgent(secureContext: SecureContext, settings: PeerSettings, admit: Admit): Agent {
  return new Agent({
    secureContext,
    // Said aloud, since NODE_TLS_REJECT_UNAUTHORIZED=0 would switch it off where it is left out.
    rejectUnauthorized: true,
    checkServerIdentity(host, certificate) {
      return (
        checkServerIdentity(host, certificate) ?? refusalOf(admit, certificate as DetailedPeerCertificate)
      )
    },
    // A resumed session would not be checked against name and validity again.
    maxCachedSessions: 0,
    keepAlive: true,
    // Not maxTotalSockets: idle sockets of a dead endpoint would count and keep the next endpoint waiting.
    maxSockets: settings.concurrency,
    maxFreeSockets: settings.concurrency,
    timeout: settings.idleMs,
  })
}

/** The error ends the connection before anything is sent over it; its code becomes the detail of PEER_TLS_FAILED. */
function refusalOf(admit: Admit, certificate: DetailedPeerCertificate): Error | undefined {
  try {
    admit(chainOf(certificate))
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error('refused')
  }
}

/** A root is its own issuer there. */
function chainOf(leaf: DetailedPeerCertificate): Buffer[] {
  const chain = [leaf.raw]
  let certificate = leaf
  while (
    certificate.issuerCertificate &&
    certificate.issuerCertificate !== certificate &&
    chain.length < 10
  ) {
    certificate = certificate.issuerCertificate
    chain.push(certificate.raw)
  }
  return chain
}

/** Looks again at servers that connections are kept to, and gives up those that are not to be talked to any more. */
export function recheck(agent: Agent, admit: Admit): void {
  const kept = [...Object.values(agent.freeSockets), ...Object.values(agent.sockets)]
  for (const socket of kept.flatMap((sockets) => sockets ?? [])) {
    const certificate = (socket as TLSSocket).getPeerCertificate(true)
    if (certificate.raw && refusalOf(admit, certificate)) retire(agent, socket)
  }
}

/** Ends a connection as soon as no request is on it. */
export function retire(agent: Agent, socket: Socket): void {
  const idle = Object.values(agent.freeSockets).some((sockets) => sockets?.includes(socket))
  if (idle) socket.destroy()
  // Ahead of the agent's own listener, which would hand it to a waiting request.
  else socket.prependOnceListener('free', () => socket.destroy())
}
