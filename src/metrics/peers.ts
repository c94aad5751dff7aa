import { Gauge, type Registry } from 'prom-client'
import type { PeerState } from '../peers/lane.ts'
import { breakerStates } from './breaker-states.ts'

/** Breakers, and what is in hand. What is known no more is gone, and not as it was. */
export function peerFigures(
  registers: Registry[],
): (peers: readonly PeerState[], held: Iterable<string>) => void {
  function gauge<Label extends string = never>(name: string, help: string, ...more: Label[]) {
    const labelNames = ['centre', 'class', ...more] as const
    return new Gauge({ name: `gateway_peer_${name}`, help, labelNames, registers })
  }
  const breaker = gauge('breaker_state', '1 for the state that the breaker of a peer is in', 'state')
  const errors = gauge('error_ratio', 'Share of the asks and probes of the last minute that failed, 0 to 1')
  const latency = gauge(
    'latency_seconds',
    'Percentiles of the asks that ended in the last minute',
    'quantile',
  )
  const inHand = gauge('in_hand', 'Asks under way')
  const waiting = gauge('waiting', 'Asks that wait for their turn')
  const succeeded = gauge('last_success_timestamp_seconds', 'When an ask or probe last succeeded')
  const failed = gauge('last_failure_timestamp_seconds', 'When an ask or probe last failed')
  const next = gauge('next_probe_timestamp_seconds', 'While the breaker is open: when it is tried again')
  const holds = new Gauge({
    name: 'gateway_peer_held',
    help: '1 for a peer that an operator keeps disconnected',
    labelNames: ['centre'],
    registers,
  })
  const all = [breaker, holds, errors, latency, inHand, waiting, succeeded, failed, next]
  return (peers, held) => {
    for (const each of all) each.reset()
    for (const { code, class: of, state, errorPercent, latencyMs, ...peer } of peers) {
      const labels = { centre: code, class: of }
      for (const each of breakerStates) breaker.set({ ...labels, state: each }, Number(each === state))
      holds.set({ centre: code }, 0)
      inHand.set(labels, peer.inHand)
      waiting.set(labels, peer.waiting)
      if (errorPercent !== undefined) errors.set(labels, errorPercent / 100)
      for (const [name, ms] of Object.entries(latencyMs ?? {})) {
        latency.set({ ...labels, quantile: `0.${name.slice(1)}` }, ms / 1000)
      }
      if (peer.lastSuccessAt !== undefined) succeeded.set(labels, peer.lastSuccessAt / 1000)
      if (peer.lastFailureAt !== undefined) failed.set(labels, peer.lastFailureAt / 1000)
      if (peer.nextAttemptAt !== undefined) next.set(labels, peer.nextAttemptAt / 1000)
    }
    // Also those that nobody has asked.
    for (const centre of held) holds.set({ centre }, 1)
  }
}
