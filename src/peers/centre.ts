import type { Clock } from '../clock.ts'
import { GatewayError, toGatewayError } from '../errors.ts'
import { type BreakerState, createBreaker, type PeerState } from './breaker.ts'
import type { Line, LineCall, LineReply } from './line.ts'
import { createRuns } from './runs.ts'
import type { BreakerSettings } from './settings.ts'

/** Sends one message of a conversation. Errors: CENTRE_UNAVAILABLE, CENTRE_ANSWER_INVALID. */
export type Send = (call: LineCall) => Promise<LineReply>

/** A centre with an interface of its own, as somebody to talk to: its limits, its health. */
export interface Centre extends AsyncDisposable {
  /**
   * One conversation, however many messages it takes. It ends by `deadline` (epoch ms) and by the centre's own, whichever
   * comes first. How it ends is the centre's health: CENTRE_UNAVAILABLE and CENTRE_ANSWER_INVALID are sickness, all else is not.
   * Errors: CENTRE_UNAVAILABLE (also where it is known to be sick, or too much is in hand, and nothing is asked), SHUTTING_DOWN,
   * and what `converse` throws.
   */
  talk<T>(deadline: number, converse: (send: Send) => Promise<T>): Promise<T>
  state(): PeerState
  close(): Promise<void>
}

export interface CentreSettings {
  /** Conversations at a time; one more is refused at once. */
  concurrency: number
  /** Longest conversation, in milliseconds. */
  deadlineMs: number
  breaker: BreakerSettings
}

export interface CentreDeps {
  code: string
  line: Line
  settings: CentreSettings
  clock: Clock
  onStateChange?: ((code: string, state: BreakerState) => void) | undefined
}

export function createCentre({ code, line, settings, clock, onStateChange }: CentreDeps): Centre {
  const runs = createRuns(clock)
  /** An asker's own short deadline, which the centre is not to blame for. */
  const impatience = new WeakSet<GatewayError>()
  const breaker = createBreaker({
    peer: code,
    settings: settings.breaker,
    clock,
    onStateChange,
    isHealth: (thrown) => !isSickness(thrown) || (impatient(thrown) && breaker.state().state !== 'half-open'),
  })
  let inHand = 0

  function impatient(thrown: unknown): boolean {
    return thrown instanceof GatewayError && impatience.has(thrown)
  }

  async function converse<T>(asked: number, work: (send: Send) => Promise<T>): Promise<T> {
    const own = clock() + settings.deadlineMs
    try {
      return await runs.within(Math.min(own, asked), code, (signal) =>
        work((call) => line.send(call, signal)),
      )
    } catch (thrown) {
      const error = ofCentre(thrown)
      if (asked < own && error !== thrown) impatience.add(error)
      throw error
    }
  }

  async function talk<T>(deadline: number, work: (send: Send) => Promise<T>): Promise<T> {
    try {
      runs.admit(deadline, code)
      breaker.admit()
      if (inHand >= settings.concurrency) throw busy(code)
    } catch (thrown) {
      throw ofCentre(thrown)
    }
    inHand += 1
    try {
      return await breaker.run(() => converse(deadline, work))
    } catch (thrown) {
      throw ofCentre(thrown)
    } finally {
      inHand -= 1
    }
  }

  async function close(): Promise<void> {
    breaker.shutdown()
    await runs.close()
    line[Symbol.dispose]()
  }

  return { talk, state: () => breaker.state(), close, [Symbol.asyncDispose]: close }
}

function isSickness(thrown: unknown): boolean {
  const { code } = toGatewayError(thrown)
  return code === 'CENTRE_UNAVAILABLE' || code === 'CENTRE_ANSWER_INVALID'
}

const words: Partial<Record<string, string>> = {
  PEER_TIMEOUT: 'no whole answer in time',
  PEER_BREAKER_OPEN: 'it has been failing and is not asked at the moment',
}

/** Breaker and runs speak of peers. A centre behind us is none to whoever asked us. */
function ofCentre(thrown: unknown): GatewayError {
  const error = toGatewayError(thrown)
  const detail = words[error.code]
  if (detail === undefined) return error
  const { where, retryAfterSeconds } = error
  return new GatewayError('CENTRE_UNAVAILABLE', {
    ...(where !== undefined && { where }),
    detail,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  })
}

function busy(code: string): GatewayError {
  return new GatewayError('CENTRE_UNAVAILABLE', {
    where: code,
    detail: 'too many questions in hand',
    retryAfterSeconds: 1,
  })
}
