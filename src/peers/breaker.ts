import CircuitBreaker from 'opossum'
import type { Clock } from '../clock.ts'
import { GatewayError, toGatewayError, type ErrorCode } from '../errors.ts'
import type { BreakerSettings } from './settings.ts'

/** `unproven`: closed, but nothing has succeeded yet. */
export type BreakerState = 'closed' | 'open' | 'half-open' | 'unproven'

/** A peer's health as asks saw it. Instants in epoch milliseconds. */
export interface PeerState {
  code: string
  state: BreakerState
  /** Within the window; a signed refusal is a success. */
  successes: number
  failures: number
  lastSuccessAt?: number
  lastFailureAt?: number
  lastFailure?: ErrorCode
  /** While open: when the next ask is let through. */
  nextAttemptAt?: number
}

export interface Breaker {
  /** PEER_BREAKER_OPEN unless an ask would be let through now. */
  admit(): void
  /** Runs `work`; how it ends is the peer's health. Rejects with what `work` threw. */
  run<T>(work: () => Promise<T>): Promise<T>
  state(): PeerState
  shutdown(): void
}

export interface BreakerDeps {
  peer: string
  settings: BreakerSettings
  clock: Clock
  onStateChange?: ((peer: string, state: BreakerState) => void) | undefined
  /** What is thrown and is no failure of theirs. Default: what the catalogue calls no peer failure. */
  isHealth?: (thrown: unknown) => boolean
}

/** True for what speaks for the peer although it is an error: a refusal with its signature. */
export function isHealth(thrown: unknown): boolean {
  return thrown instanceof GatewayError && !thrown.entry.peerFailure
}

/** opossum with its traps closed: no timeout of its own (deadlines belong to asks) and no semaphore (a full one would count as failure). */
export function createBreaker({
  peer,
  settings,
  clock,
  onStateChange,
  isHealth: health = isHealth,
}: BreakerDeps): Breaker {
  const circuit = new CircuitBreaker((work: () => Promise<unknown>) => work(), {
    name: peer,
    timeout: false,
    resetTimeout: settings.resetMs,
    rollingCountTimeout: settings.windowMs,
    rollingCountBuckets: 12,
    volumeThreshold: settings.minimumAsks,
    errorThresholdPercentage: settings.failurePercent,
    errorFilter: health,
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
  })
  const seen: Pick<PeerState, 'lastSuccessAt' | 'lastFailureAt' | 'lastFailure' | 'nextAttemptAt'> = {}
  let reported: BreakerState = 'unproven'

  function current(): BreakerState {
    if (circuit.opened) return 'open'
    if (circuit.halfOpen) return 'half-open'
    return seen.lastSuccessAt === undefined ? 'unproven' : 'closed'
  }

  function report(): void {
    const state = current()
    if (state === reported) return
    reported = state
    // Later, since an observer that throws inside opossum's events would leave the ask hanging.
    if (onStateChange) queueMicrotask(() => onStateChange(peer, state))
  }

  // Not 'close': opossum emits it within 'success', before that is noted here.
  circuit.on('success', () => {
    seen.lastSuccessAt = clock()
    // An ask from before the breaker opened may still succeed; opossum stays open then.
    if (!circuit.opened) delete seen.nextAttemptAt
    report()
  })
  circuit.on('failure', (thrown) => {
    seen.lastFailureAt = clock()
    seen.lastFailure = toGatewayError(thrown).code
  })
  circuit.on('open', () => {
    seen.nextAttemptAt = clock() + settings.resetMs
    report()
  })
  circuit.on('halfOpen', report)

  return {
    admit() {
      // Asked here and not by fire(): opossum counts what it rejects as asked, which would hide a flapping peer's failures.
      if (circuit.opened || (circuit.halfOpen && !circuit.pendingClose)) throw openError(peer, seen, clock)
    },
    run<T>(work: () => Promise<T>): Promise<T> {
      // fire() gives what `work` gives; opossum's types know one result for all.
      return (circuit.fire(work) as Promise<T>).catch((thrown: unknown) => {
        throw foreignToOurs(thrown, () => openError(peer, seen, clock))
      })
    },
    state() {
      const { successes, failures } = circuit.stats
      return { code: peer, state: current(), successes, failures, ...seen }
    },
    shutdown: () => circuit.shutdown(),
  }
}

function openError(
  peer: string,
  { nextAttemptAt }: Pick<PeerState, 'nextAttemptAt'>,
  clock: Clock,
): GatewayError {
  const seconds = Math.ceil(((nextAttemptAt ?? clock()) - clock()) / 1000)
  return new GatewayError('PEER_BREAKER_OPEN', { where: peer, retryAfterSeconds: Math.max(seconds, 1) })
}

function foreignToOurs(thrown: unknown, open: () => GatewayError): GatewayError {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  if (thrown instanceof GatewayError) return thrown
  if (code === 'EOPENBREAKER') return open()
  if (code === 'ESHUTDOWN') return new GatewayError('SHUTTING_DOWN')
  return toGatewayError(thrown)
}
