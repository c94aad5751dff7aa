import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Counts and times for Prometheus. Labels are services, outcomes, error codes and member codes; never a person. */
export interface Metrics {
  answered(service: string, outcome: string): void
  asked(centre: string, service: string, state: string, elapsedMs: number): void
  /** The text exposition; `peers` are the breakers at this moment. */
  expose(peers: readonly { code: string; state: string }[]): Promise<{ contentType: string; text: string }>
}

const breakerStates = ['unproven', 'closed', 'half-open', 'open']

export function createMetrics(): Metrics {
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  collectDefaultMetrics({ register: registry })
  const answered = new Counter({
    name: 'gateway_answers_total',
    help: 'Requests answered or refused, by service and outcome or error code',
    labelNames: ['service', 'outcome'],
    registers,
  })
  const asked = new Histogram({
    name: 'gateway_ask_seconds',
    help: 'Asks of peers, by centre, service and state',
    labelNames: ['centre', 'service', 'state'],
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
    registers,
  })
  const breaker = new Gauge({
    name: 'gateway_peer_breaker_state',
    help: '1 for the state that the breaker of a peer is in',
    labelNames: ['centre', 'state'],
    registers,
  })
  return {
    answered: (service, outcome) => answered.inc({ service, outcome }),
    asked: (centre, service, state, elapsedMs) => asked.observe({ centre, service, state }, elapsedMs / 1000),
    async expose(peers) {
      for (const peer of peers) {
        for (const state of breakerStates)
          breaker.set({ centre: peer.code, state }, Number(state === peer.state))
      }
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}
