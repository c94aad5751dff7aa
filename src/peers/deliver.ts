import type { Agent } from 'node:https'
import type { Clock } from '../clock.ts'
import { GatewayError } from '../errors.ts'
import type { EndpointOrder } from './endpoints.ts'
import type { Fault } from './faults.ts'
import { post, type Letter, type Posted, type Route } from './post.ts'
import type { PeerSettings } from './settings.ts'

export interface Delivery {
  /** The peer's code. */
  peer: string
  letter: Letter
  endpoints: readonly string[]
  order: EndpointOrder
  agent: Agent
  settings: PeerSettings
  clock: Clock
  /** Epoch milliseconds; `signal` fires then. */
  deadline: number
  signal: AbortSignal
}

/**
 * Posts to the peer's endpoints in order until one answers.
 * The next endpoint is tried only where nothing can have been executed: no connection, or no TLS channel. After that
 * the fault stands, since the peer may be at work; asking again (same bytes, same jti) is the caller's decision.
 */
export async function deliver(delivery: Delivery): Promise<Posted> {
  const { order, settings, signal, letter } = delivery
  const endpoints = order.sort(delivery.endpoints)
  const faults: GatewayError[] = []
  for (const [index, endpoint] of endpoints.entries()) {
    const outcome = await postOnLiveConnection(letter, {
      endpoint,
      place: `${delivery.peer} endpoint ${delivery.endpoints.indexOf(endpoint) + 1}`,
      agent: delivery.agent,
      connectMs: connectShare(delivery, endpoints.length - index),
      maxAnswerBytes: settings.maxAnswerBytes,
      signal,
    })
    signal.throwIfAborted()
    if (!('error' in outcome)) {
      order.reached(endpoint)
      return outcome
    }
    if (outcome.repeat !== 'elsewhere') throw outcome.error
    order.unreachable(endpoint)
    faults.push(outcome.error)
  }
  throw summary(delivery.peer, faults)
}

/** With endpoints left behind this one, it may take only its part of what remains; the last one has until the deadline. */
function connectShare({ settings, clock, deadline }: Delivery, endpointsLeft: number): number {
  if (endpointsLeft === 1) return settings.connectMs
  return Math.max(1, Math.min(settings.connectMs, (deadline - clock()) / endpointsLeft))
}

/** Leaves behind connections that the peer closed while they were idle; ends at the latest with a new connection. */
async function postOnLiveConnection(letter: Letter, route: Route): Promise<Posted | Fault> {
  let outcome = await post(letter, route)
  while ('error' in outcome && outcome.repeat === 'here' && !route.signal.aborted) {
    outcome = await post(letter, route)
  }
  return outcome
}

/** A TLS fault says more about what to mend than an unreachable host; the detail names every endpoint. */
function summary(peer: string, faults: readonly GatewayError[]): GatewayError {
  const [only] = faults
  if (only && faults.length === 1) return only
  const telling = faults.find(({ code }) => code === 'PEER_TLS_FAILED') ?? only
  return new GatewayError(telling?.code ?? 'PEER_UNREACHABLE', {
    where: peer,
    detail: faults.map(({ where, detail }) => `${where}: ${detail}`).join('; ') || 'no endpoint is listed',
  })
}
