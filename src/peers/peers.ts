import type { Agent } from 'node:https'
import type { Clock } from '../clock.ts'
import type { ServiceClass } from '../domain/services.ts'
import { GatewayError } from '../errors.ts'
import { type Admit, createAgent, createPeerContext, type PeerTls, recheck } from './agent.ts'
import { type Attempt, repeating } from './attempts.ts'
import { deliver } from './deliver.ts'
import { createEndpointOrder, type EndpointOrder } from './endpoints.ts'
import { createLane, type Lane, type OnStateChange, type PeerState, timeoutError } from './lane.ts'
import type { Letter, Posted, RawAnswer } from './post.ts'
import { createRuns } from './runs.ts'
import type { PeerSettings } from './settings.ts'

export interface PeersDeps {
  tls: PeerTls
  settings: PeerSettings
  clock: Clock
  /** From 0 to 1; spreads repeats. */
  random: () => number
  onStateChange?: OnStateChange
  /** Default: whoever TLS lets through. */
  admit?: Admit
  /** A `gateway.ping` to the peer, which says nothing of anybody. Default: after a rest the next ask is the probe. */
  probe?: (code: string) => Promise<{ peer: Peer; call: Call<unknown> }>
}

/** A peer as the directory lists it. */
export interface Peer {
  code: string
  /** https origins in the order of preference. */
  endpoints: readonly string[]
}

export interface Call<T> extends Letter {
  class: ServiceClass
  /** Epoch milliseconds; the ask ends by then, whatever the peer does. */
  deadline: number
  /**
   * Judges the answer inside the breaker. What it throws rejects the ask and counts against the peer, unless the
   * catalogue says `peerFailure: false`. Not called, or its result not used, once the deadline has passed.
   */
  check: (answer: RawAnswer, tlsPeer: { certificate: Buffer }) => T | Promise<T>
  /** Seconds after which the peer wants the same bytes again. Default: what `check` gives is final. */
  comeAgain?: (value: T) => number | undefined
}

export interface Peers extends AsyncDisposable {
  /**
   * Posts to a peer and gives what `check` makes of the answer. The call must be safe to repeat byte for byte: it is, up to twice,
   * where the answer was lost, came unsigned with status 5xx, or says when to come again.
   * Errors: PEER_UNREACHABLE, PEER_TLS_FAILED, PEER_TIMEOUT, PEER_FAULT, PEER_ANSWER_TOO_LARGE, PEER_BREAKER_OPEN,
   * PEER_HELD and PEER_BUSY (nothing was asked), SHUTTING_DOWN, and what `check` throws.
   */
  ask<T>(peer: Peer, call: Call<T>): Promise<T>
  /** Asks `admit` again about every connection that is kept. */
  recheck(): void
  /** Every peer asked so far, for each class of services. */
  states(): PeerState[]
  /** Keeps the breakers of these peers open, also of those not asked yet, and lets go of all others. */
  hold(codes: ReadonlySet<string>): void
  /** Ends asks in hand with SHUTTING_DOWN, and closes connections and timers. */
  close(): Promise<void>
}

interface Line {
  code: string
  lane: Lane
  agent: Agent
  order: EndpointOrder
}

export function createPeers({
  tls,
  settings,
  clock,
  random,
  onStateChange,
  admit = () => undefined,
  probe,
}: PeersDeps): Peers {
  const context = createPeerContext(tls)
  const lines = new Map<string, Line>()
  const runs = createRuns(clock)
  let held: ReadonlySet<string> = new Set()

  function lineTo(code: string, of: ServiceClass): Line {
    const key = `${of} ${code}`
    const known = lines.get(key)
    if (known) return known
    const line: Line = {
      code,
      lane: createLane({
        code,
        class: of,
        settings,
        runs,
        clock,
        onStateChange,
        isHealth,
        probe: probe && (() => probed(line, probe(code))),
      }),
      agent: createAgent(context, settings, admit),
      order: createEndpointOrder(clock, settings.breaker.resetMs),
    }
    lines.set(key, line)
    line.lane.hold(held.has(code))
    return line
  }

  function carry<T>(line: Line, peer: Peer, call: Call<T>, signal: AbortSignal): Promise<T> {
    const { agent, order } = line
    const { deadline } = call
    return repeating(
      async (attempt) => {
        const delivery = { peer, attempt, letter: call, order, agent, settings, clock, deadline, signal }
        const outcome = await deliver(delivery)
        if (!('error' in outcome)) return judge(outcome, call)
        return outcome.repeat === 'again' ? { error: outcome.error, againMs: 0 } : { error: outcome.error }
      },
      { clock, random, deadline, signal },
    )
  }

  async function probed(line: Line, ping: Promise<{ peer: Peer; call: Call<unknown> }>): Promise<void> {
    const { peer, call } = await ping
    await runs.within(
      call.deadline,
      () => timeoutError(peer.code),
      (signal) => carry(line, peer, call, signal),
    )
  }

  async function close(): Promise<void> {
    for (const { lane } of lines.values()) lane.shutdown()
    await runs.close()
    for (const { agent } of lines.values()) agent.destroy()
  }

  return {
    async ask(peer, call) {
      runs.admit(call.deadline, peer.code)
      const line = lineTo(peer.code, call.class)
      return line.lane.ask(call.deadline, (signal) => carry(line, peer, call, signal))
    },
    recheck: () => lines.forEach(({ agent }) => recheck(agent, admit)),
    states: () => [...lines.values()].map(({ lane }) => lane.state()),
    hold(codes) {
      held = codes
      for (const { code, lane } of lines.values()) lane.hold(codes.has(code))
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** True for what speaks for the peer although it is an error: a refusal with its signature. */
function isHealth(thrown: unknown): boolean {
  return thrown instanceof GatewayError && !thrown.entry.peerFailure
}

async function judge<T>(posted: Posted, call: Call<T>): Promise<Attempt<T>> {
  try {
    const value = await call.check(posted.answer, { certificate: posted.certificate })
    return { value, againMs: milliseconds(call.comeAgain?.(value)) }
  } catch (error) {
    if (!isHealth(error)) posted.retire()
    if (!(error instanceof GatewayError)) return { error }
    const lost = error.code === 'PEER_FAULT' && isUnsigned(posted.answer, call)
    return { error, againMs: milliseconds(error.retryAfterSeconds ?? (lost ? 0 : undefined)) }
  }
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000
}

/** Something before the peer's gateway speaks, or it has too much to do: what is signed has the type of what was sent. */
function isUnsigned({ status, contentType }: RawAnswer, letter: Letter): boolean {
  return status >= 500 && contentType.split(';')[0]?.trim() !== letter.contentType
}
