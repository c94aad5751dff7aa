import { systemClock } from '../../src/clock.ts'
import { GatewayError, type ErrorCode } from '../../src/errors.ts'
import type { BreakerState } from '../../src/peers/breaker.ts'
import { createPeers, type Call, type Peers, type PeersDeps } from '../../src/peers/peers.ts'
import { defaultPeerSettings, type BreakerSettings, type PeerSettings } from '../../src/peers/settings.ts'
import { startFaultyServer, type Behaviour, type FaultyServer } from '../support/faulty-server.ts'
import { createTestAuthority, type TestIdentity } from '../support/pki.ts'

/** The authority of the federation in these tests, our gateway's certificate and a peer's. */
export const authority = createTestAuthority('Test federation')
export const ours = authority.issue({ name: 'our gateway' })
export const theirs = authority.issue({ name: 'peer gateway', ips: ['127.0.0.1'] })

/** TLS options of a peer that asks for our certificate. */
export function serverTls(identity: TestIdentity = theirs): {
  key: string
  cert: string
  ca: string
  requestCert: true
  rejectUnauthorized: true
} {
  return {
    key: identity.key,
    cert: identity.certificate,
    ca: authority.anchor,
    requestCert: true,
    rejectUnauthorized: true,
  }
}

export function startPeer(behaviour?: Behaviour): Promise<FaultyServer> {
  return startFaultyServer(serverTls(), behaviour)
}

export function peersWith(
  settings: Partial<Omit<PeerSettings, 'breaker'>> & { breaker?: Partial<BreakerSettings> } = {},
  deps: Partial<PeersDeps> = {},
): Peers {
  return createPeers({
    tls: { key: ours.key, certificate: ours.certificate, anchors: authority.anchor },
    settings: {
      ...defaultPeerSettings,
      ...settings,
      breaker: { ...defaultPeerSettings.breaker, ...settings.breaker },
    },
    clock: systemClock,
    // Repeats without a pause.
    random: () => 0,
    ...deps,
  })
}

/** A call with `ms` to live that gives the answer's text. */
export function call(ms = 10_000, overrides: Partial<Call<string>> = {}): Omit<Call<string>, 'comeAgain'> {
  return {
    class: 'query',
    path: '/exchange/v1/gateway.ping',
    contentType: 'application/jose',
    accept: 'application/jose',
    body: Buffer.from('a.b.c'),
    deadline: Date.now() + ms,
    check: (answer) => answer.body.toString(),
    ...overrides,
  }
}

export function peer(...endpoints: readonly string[]): { code: string; endpoints: readonly string[] } {
  return { code: '330100000000001', endpoints }
}

/** The GatewayError that an ask ends with. */
export async function errorOf(ask: Promise<unknown>): Promise<GatewayError> {
  const outcome = await ask.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (outcome instanceof GatewayError) return outcome
  throw new Error('the ask did not end with a GatewayError', { cause: outcome })
}

export async function codeOf(ask: Promise<unknown>): Promise<ErrorCode> {
  return (await errorOf(ask)).code
}

/** Collects state changes, and lets a test wait for the next one of a kind. */
export function watchStates(): {
  seen: BreakerState[]
  onStateChange: (peer: string, state: BreakerState) => void
  next(state: BreakerState): Promise<void>
} {
  const seen: BreakerState[] = []
  const waiting: { state: BreakerState; resolve: () => void }[] = []
  return {
    seen,
    onStateChange(_, state) {
      seen.push(state)
      for (const waiter of waiting.filter((waiter) => waiter.state === state)) waiter.resolve()
    },
    next: (state) => new Promise((resolve) => void waiting.push({ state, resolve })),
  }
}
