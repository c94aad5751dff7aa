import CircuitBreaker from 'opossum'
import type { Clock } from '../clock.ts'
import { GatewayError, toGatewayError, type ErrorCode } from '../errors.ts'
import type { BreakerSettings } from './settings.ts'

/** `unproven`: closed, but nothing has succeeded yet. */
export type BreakerState = 'closed' | 'open' | 'half-open' | 'unproven'

/** Health as asks and probes saw it. Instants in epoch milliseconds. */
export interface BreakerFigures {
  state: BreakerState
  /** Open because an operator says so. */
  held?: true
  /** Within the window; a signed refusal is a success. */
  successes: number
  failures: number
  lastSuccessAt?: number
  lastFailureAt?: number
  lastFailure?: ErrorCode
  /** While open: when the next probe is sent or, where there is none, the next ask let through. */
  nextAttemptAt?: number
}

export interface Breaker {
  /** PEER_BREAKER_OPEN or PEER_HELD unless an ask would be let through now, or a probe under way may show that it would. */
  admit(): void
  /** Resolves when no probe is under way. */
  probed(): Promise<void>
  /** Runs `work`; how it ends is the peer's health. Rejects with what `work` threw. */
  run<T>(work: () => Promise<T>): Promise<T>
  /** PEER_BREAKER_OPEN, with the time until the next attempt, or PEER_HELD. */
  refusal(): GatewayError
  /** An operator keeps it open: no ask and no probe goes out. */
  hold(): void
  /** Held no longer: back by a probe, which is sent at once; where there is none, the next ask is it. */
  release(): void
  figures(): BreakerFigures
  shutdown(): void
}

export interface BreakerDeps {
  peer: string
  settings: BreakerSettings
  clock: Clock
  onStateChange(state: BreakerState): void
  /** What is thrown and is no failure of theirs. */
  isHealth(thrown: unknown, state: BreakerState): boolean
  /** Sent when a rest is over, before any ask is let through: only its success closes the breaker. Without one, the next ask is the probe. */
  probe?: (() => Promise<unknown>) | undefined
}

/** Longest that a timer of Node waits. */
const longestMs = 2 ** 31 - 1

/** opossum with its traps closed: no timeout of its own (deadlines belong to asks) and no semaphore (a full one would count as failure). */
export function createBreaker({
  peer,
  settings,
  clock,
  onStateChange,
  isHealth,
  probe,
}: BreakerDeps): Breaker {
  const options = {
    name: peer,
    timeout: false as const,
    resetTimeout: settings.resetMs,
    rollingCountTimeout: settings.windowMs,
    rollingCountBuckets: 12,
    volumeThreshold: settings.minimumAsks,
    errorThresholdPercentage: settings.failurePercent,
    errorFilter: (thrown: unknown, ...[work]: unknown[]) => work !== probe && isHealth(thrown, current()),
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
  }
  // opossum keeps this very object, and reads `resetTimeout` each time that it opens.
  const circuit = new CircuitBreaker((work: () => Promise<unknown>) => work(), options)
  const seen: Pick<BreakerFigures, 'lastSuccessAt' | 'lastFailureAt' | 'lastFailure' | 'nextAttemptAt'> = {}
  let reported: BreakerState = 'unproven'
  let probing: Promise<void> | undefined
  let held = false

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
    queueMicrotask(() => onStateChange(state))
  }

  function refusal(): GatewayError {
    if (held) return new GatewayError('PEER_HELD', { where: peer })
    const seconds = Math.ceil(((seen.nextAttemptAt ?? clock()) - clock()) / 1000)
    return new GatewayError('PEER_BREAKER_OPEN', {
      where: peer,
      detail: `最近一次失败 it last failed with ${seen.lastFailure}`,
      retryAfterSeconds: Math.max(seconds, 1),
    })
  }

  /** However it stands: open, and half-open after so many milliseconds. */
  function openFor(ms: number): void {
    circuit.close()
    options.resetTimeout = ms
    circuit.open()
    options.resetTimeout = settings.resetMs
  }

  /** How it ended shows in the state; there is nobody to tell. */
  async function fired(probe: () => Promise<unknown>): Promise<void> {
    await circuit.fire(probe).catch(() => undefined)
    probing = undefined
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
    if (held) delete seen.nextAttemptAt
    else seen.nextAttemptAt = clock() + options.resetTimeout
    report()
  })
  circuit.on('halfOpen', () => {
    if (held) return openFor(longestMs)
    report()
    if (probe) probing = fired(probe)
  })

  return {
    admit() {
      // Asked here and not by fire(): opossum counts what it rejects as asked, which would hide a flapping peer's failures.
      const resting = circuit.opened || (circuit.halfOpen && !circuit.pendingClose)
      if (held || (resting && !probing)) throw refusal()
    },
    probed: async () => await probing,
    run<T>(work: () => Promise<T>): Promise<T> {
      // fire() gives what `work` gives; opossum's types know one result for all.
      return (circuit.fire(work) as Promise<T>).catch((thrown: unknown) => {
        throw foreignToOurs(thrown, refusal)
      })
    },
    refusal,
    hold() {
      if (held) return
      held = true
      openFor(longestMs)
    },
    release() {
      if (!held) return
      held = false
      openFor(0)
    },
    figures() {
      const { successes, failures } = circuit.stats
      return { state: current(), ...(held && { held }), successes, failures, ...seen }
    },
    shutdown: () => circuit.shutdown(),
  }
}

function foreignToOurs(thrown: unknown, open: () => GatewayError): GatewayError {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  if (thrown instanceof GatewayError) return thrown
  if (code === 'EOPENBREAKER') return open()
  if (code === 'ESHUTDOWN') return new GatewayError('SHUTTING_DOWN')
  return toGatewayError(thrown)
}
