import type { Agent } from 'node:https'
import type { Clock } from '../clock.ts'
import { GatewayError } from '../errors.ts'
import { type Admit, createAgent, createPeerContext, type PeerTls, recheck } from './agent.ts'
import { createBreaker, isHealth, type Breaker, type BreakerState, type PeerState } from './breaker.ts'
import { deliver } from './deliver.ts'
import { createEndpointOrder, type EndpointOrder } from './endpoints.ts'
import type { Letter, Posted, RawAnswer } from './post.ts'
import { createRuns } from './runs.ts'
import type { PeerSettings } from './settings.ts'

export interface PeersDeps {
  tls: PeerTls
  settings: PeerSettings
  clock: Clock
  /** Told after the fact; 'closed' also when the first ask of a peer succeeds. */
  onStateChange?: (peer: string, state: BreakerState) => void
  /** Default: whoever TLS lets through. */
  admit?: Admit
}

/** A peer as the directory lists it. */
export interface Peer {
  code: string
  /** https origins in the order of preference. */
  endpoints: readonly string[]
}

export interface Call<T> extends Letter {
  /** Epoch milliseconds; the ask ends by then, whatever the peer does. */
  deadline: number
  /**
   * Judges the answer inside the breaker. What it throws rejects the ask and counts against the peer, unless the
   * catalogue says `peerFailure: false`. Not called, or its result not used, once the deadline has passed.
   */
  check: (answer: RawAnswer, tlsPeer: { certificate: Buffer }) => T | Promise<T>
}

export interface Peers extends AsyncDisposable {
  /**
   * Posts to a peer and gives what `check` makes of the answer. The call must be safe to repeat byte for byte.
   * Errors: PEER_UNREACHABLE, PEER_TLS_FAILED, PEER_TIMEOUT, PEER_FAULT, PEER_ANSWER_TOO_LARGE, PEER_BREAKER_OPEN and
   * PEER_BUSY (nothing was asked), SHUTTING_DOWN, and what `check` throws.
   */
  ask<T>(peer: Peer, call: Call<T>): Promise<T>
  /** Asks `admit` again about every connection that is kept. */
  recheck(): void
  /** Every peer asked so far, by code. */
  states(): PeerState[]
  /** Ends asks in hand with SHUTTING_DOWN, and closes connections and timers. */
  close(): Promise<void>
}

interface Line {
  breaker: Breaker
  agent: Agent
  order: EndpointOrder
  inHand: number
}

export function createPeers({
  tls,
  settings,
  clock,
  onStateChange,
  admit = () => undefined,
}: PeersDeps): Peers {
  const context = createPeerContext(tls)
  const lines = new Map<string, Line>()
  const runs = createRuns(clock)

  function lineTo(code: string): Line {
    let line = lines.get(code)
    if (!line) {
      line = {
        breaker: createBreaker({ peer: code, settings: settings.breaker, clock, onStateChange }),
        agent: createAgent(context, settings, admit),
        order: createEndpointOrder(clock, settings.breaker.resetMs),
        inHand: 0,
      }
      lines.set(code, line)
    }
    return line
  }

  async function ask<T>({ code, endpoints }: Peer, { deadline, check, ...letter }: Call<T>): Promise<T> {
    runs.admit(deadline, code)
    const line = lineTo(code)
    line.breaker.admit()
    if (line.inHand >= settings.concurrency) {
      throw new GatewayError('PEER_BUSY', {
        where: code,
        detail: 'too many asks in hand',
        retryAfterSeconds: 1,
      })
    }
    line.inHand += 1
    try {
      return await line.breaker.run(() =>
        runs.within(deadline, code, async (signal) => {
          const { agent, order } = line
          const posted = await deliver({
            peer: code,
            letter,
            endpoints,
            order,
            agent,
            settings,
            clock,
            deadline,
            signal,
          })
          return judge(posted, check)
        }),
      )
    } finally {
      line.inHand -= 1
    }
  }

  async function close(): Promise<void> {
    for (const { breaker } of lines.values()) breaker.shutdown()
    await runs.close()
    for (const { agent } of lines.values()) agent.destroy()
  }

  return {
    ask,
    recheck: () => lines.forEach(({ agent }) => recheck(agent, admit)),
    states: () => [...lines.values()].map(({ breaker }) => breaker.state()),
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function judge<T>(posted: Posted, check: Call<T>['check']): Promise<T> {
  try {
    return await check(posted.answer, { certificate: posted.certificate })
  } catch (thrown) {
    if (!isHealth(thrown)) posted.retire()
    throw thrown
  }
}
