import type { Agent } from 'node:https'
import type { Clock } from '../clock.ts'
import { GatewayError } from '../errors.ts'
import type { EndpointOrder } from './endpoints.ts'
import type { Fault } from './faults.ts'
import { post, type Letter, type Posted, type Route } from './post.ts'
import type { PeerSettings } from './settings.ts'

export interface Delivery {
  peer: { code: string; endpoints: readonly string[] }
  /** From 1; a repeat begins with another endpoint. */
  attempt: number
  letter: Letter
  order: EndpointOrder
  agent: Agent
  settings: PeerSettings
  clock: Clock
  /** Epoch milliseconds; `signal` fires then. */
  deadline: number
  signal: AbortSignal
}

/**
 * Posts to the peer's endpoints in order until one answers. Throws nothing but the signal's reason.
 * The next endpoint is tried only where nothing can have been executed: no connection, or no TLS channel. After that
 * the fault stands, since the peer may be at work.
 */
export async function deliver(delivery: Delivery): Promise<Posted | Fault> {
  const { peer, order, settings, signal, letter } = delivery
  const endpoints = rotated(order.sort(peer.endpoints), delivery.attempt - 1)
  const faults: GatewayError[] = []
  for (const [index, endpoint] of endpoints.entries()) {
    const outcome = await postOnLiveConnection(letter, {
      endpoint,
      place: `${peer.code} endpoint ${peer.endpoints.indexOf(endpoint) + 1}`,
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
    if (outcome.repeat !== 'elsewhere') return outcome
    order.unreachable(endpoint)
    faults.push(outcome.error)
  }
  return { error: summary(peer.code, faults), repeat: 'never' }
}

function rotated<T>(list: readonly T[], by: number): T[] {
  const at = list.length === 0 ? 0 : by % list.length
  return [...list.slice(at), ...list.slice(0, at)]
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

/** A TLS fault says more about what to mend than an unreachable host; the detail names the endpoints, as many as its 500 characters hold. */
function summary(peer: string, faults: readonly GatewayError[]): GatewayError {
  const [only] = faults
  if (only && faults.length === 1) return only
  const telling = faults.find(({ code }) => code === 'PEER_TLS_FAILED') ?? only
  const told = faults.map(({ where, detail }) => `${where}: ${detail}`).join('; ')
  return new GatewayError(telling?.code ?? 'PEER_UNREACHABLE', {
    where: peer,
    detail: told.slice(0, 500) || '目录未登记接口地址 no endpoint is listed',
  })
}
