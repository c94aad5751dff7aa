import type { Clock } from '../clock.ts'
import { GatewayError, toGatewayError } from '../errors.ts'
import type { BreakerState } from './breaker.ts'
import { createLane, type OnStateChange, type PeerState, timeoutError } from './lane.ts'
import type { Line, LineCall, LineReply } from './line.ts'
import { createRuns } from './runs.ts'
import type { BreakerSettings } from './settings.ts'
import type { TurnLimits } from './turns.ts'

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
  /** Whether an operator keeps the breaker open. */
  hold(on: boolean): void
  close(): Promise<void>
}

export interface CentreSettings extends TurnLimits {
  /** Longest conversation, in milliseconds. */
  deadlineMs: number
  breaker: BreakerSettings
}

export interface CentreDeps {
  code: string
  line: Line
  settings: CentreSettings
  clock: Clock
  onStateChange?: OnStateChange | undefined
}

export function createCentre({ code, line, settings, clock, onStateChange }: CentreDeps): Centre {
  const runs = createRuns(clock)
  // Such interfaces have no ping: after a rest the next conversation is the probe.
  const lane = createLane({ code, class: 'query', settings, runs, clock, onStateChange, isHealth })

  async function talk<T>(deadline: number, converse: (send: Send) => Promise<T>): Promise<T> {
    try {
      return await lane.ask(deadline, () => {
        const own = clock() + settings.deadlineMs
        return runs.within(
          Math.min(own, deadline),
          () => (own < deadline ? unavailable(code, noAnswerInTime) : timeoutError(code)),
          (signal) => converse((call) => line.send(call, signal)),
        )
      })
    } catch (thrown) {
      throw ofCentre(thrown)
    }
  }

  async function close(): Promise<void> {
    lane.shutdown()
    await runs.close()
    line[Symbol.dispose]()
  }

  return { talk, state: () => lane.state(), hold: (on) => lane.hold(on), close, [Symbol.asyncDispose]: close }
}

/** An asker's own short deadline (PEER_TIMEOUT) is not the centre's fault, but it proves no recovery either. */
function isHealth(thrown: unknown, state: BreakerState): boolean {
  const { code } = toGatewayError(thrown)
  if (code === 'PEER_TIMEOUT') return state !== 'half-open'
  return code !== 'CENTRE_UNAVAILABLE' && code !== 'CENTRE_ANSWER_INVALID'
}

const noAnswerInTime = '时限内未收到完整应答 no whole answer in time'
const words: Partial<Record<string, string>> = {
  PEER_TIMEOUT: noAnswerInTime,
  PEER_BREAKER_OPEN: '持续异常，暂停查询 it has been failing and is not asked at the moment',
  PEER_HELD: '代理方运维已手动断开 the operator of its representative disconnected it',
  PEER_BUSY: '正在处理的查询过多 too many questions in hand',
}

/** Lanes speak of peers. A centre behind us is none to whoever asked us. */
function ofCentre(thrown: unknown): GatewayError {
  const error = toGatewayError(thrown)
  const detail = words[error.code]
  return detail === undefined ? error : unavailable(error.where ?? '', detail, error.retryAfterSeconds)
}

function unavailable(where: string, detail: string, retryAfterSeconds?: number): GatewayError {
  return new GatewayError('CENTRE_UNAVAILABLE', {
    where,
    detail,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  })
}
