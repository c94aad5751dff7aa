import type { Clock } from '../clock.ts'
import type { ServiceClass } from '../domain/services.ts'
import { GatewayError } from '../errors.ts'
import { createBreaker, type BreakerFigures, type BreakerState } from './breaker.ts'
import { createLatency, type Percentiles } from './latency.ts'
import { type Runs, unlessAborted } from './runs.ts'
import type { BreakerSettings } from './settings.ts'
import { busyError, createTurns, type TurnLimits } from './turns.ts'

/** One peer for one class of services: its health and how much is in hand. */
export interface PeerState extends BreakerFigures {
  code: string
  class: ServiceClass
  /** Of the asks and probes within the window, 0 to 100, as exact as it is; absent where there were none. */
  errorPercent?: number
  /** How long asks took that ended within the window, their repeats included and the wait for a turn not. */
  latencyMs?: Percentiles
  /** Median of those that were answered; absent where none were. */
  typicalMs?: number
  inHand: number
  /** For a turn. */
  waiting: number
}

/** Told after the fact; 'closed' also when the first ask of a peer succeeds. */
export type OnStateChange = (code: string, state: BreakerState, of: ServiceClass) => void

/** What asks to one peer share, and no other peer: a breaker, places and a queue for them, figures. */
export interface Lane {
  /**
   * Runs `work` when its turn has come and the peer is well, and ends by the deadline (epoch ms). How `work` ends is one outcome to
   * the breaker, however often it tried; what ends before it began is none.
   * Errors: PEER_TIMEOUT, PEER_BREAKER_OPEN, PEER_HELD and PEER_BUSY (nothing was asked), SHUTTING_DOWN, and what `work` throws.
   */
  ask<T>(deadline: number, work: (signal: AbortSignal) => Promise<T>): Promise<T>
  state(): PeerState
  /** Whether an operator keeps the breaker open. */
  hold(on: boolean): void
  shutdown(): void
}

export interface LaneDeps {
  code: string
  class: ServiceClass
  settings: TurnLimits & { breaker: BreakerSettings }
  runs: Runs
  clock: Clock
  onStateChange?: OnStateChange | undefined
  /** What is thrown and is no failure of theirs. */
  isHealth(thrown: unknown, state: BreakerState): boolean
  probe?: (() => Promise<unknown>) | undefined
}

export function createLane({ code, settings, runs, clock, onStateChange, ...deps }: LaneDeps): Lane {
  const turns = createTurns(code, settings)
  const latency = createLatency(clock, settings.breaker.windowMs)
  const answers = createLatency(clock, settings.breaker.windowMs)
  const breaker = createBreaker({
    peer: code,
    settings: settings.breaker,
    clock,
    isHealth: deps.isHealth,
    probe: deps.probe,
    onStateChange: (state) => onStateChange?.(code, state, deps.class),
  })

  async function ask<T>(deadline: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    runs.admit(deadline, code)
    breaker.admit()
    let late = () => busyError(code, '截止时间前未轮到 no turn before the deadline')
    async function inTurn(signal: AbortSignal): Promise<T> {
      late = breaker.refusal
      await breaker.probed()
      signal.throwIfAborted()
      // It may have opened while this ask waited.
      breaker.admit()
      late = () => timeoutError(code)
      const started = clock()
      try {
        const answer = await breaker.run(() => unlessAborted(signal, work(signal)))
        answers.ended(started)
        return answer
      } finally {
        latency.ended(started)
      }
    }
    return runs.within(
      deadline,
      () => late(),
      (signal) => turns.hold(signal, () => inTurn(signal)),
    )
  }

  return {
    ask,
    state() {
      const figures = breaker.figures()
      const asks = figures.successes + figures.failures
      const latencyMs = latency.percentiles()
      const typicalMs = answers.percentiles()?.p50
      return {
        code,
        class: deps.class,
        ...figures,
        ...(asks > 0 && { errorPercent: (figures.failures * 100) / asks }),
        ...(latencyMs && { latencyMs }),
        ...(typicalMs !== undefined && { typicalMs }),
        inHand: turns.inHand(),
        waiting: turns.waiting(),
      }
    },
    hold: (on) => (on ? breaker.hold() : breaker.release()),
    shutdown: () => breaker.shutdown(),
  }
}

export function timeoutError(code: string): GatewayError {
  return new GatewayError('PEER_TIMEOUT', { where: code })
}
