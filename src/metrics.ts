import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { PlaceName, PlaceState } from './callbacks/ports.ts'
import type { DirectoryStatus } from './directory/ports.ts'
import type { ExpiryWarning, Term } from './expiry/ports.ts'
import type { PeerState } from './peers/lane.ts'
import type { ConfigurationStatus } from './reloads.ts'
import type { SourceStatus } from './revocation/ports.ts'

/** Counts and times for Prometheus. Labels are services, outcomes, error codes and member codes; never a person. */
export interface Metrics {
  answered(service: string, outcome: string): void
  asked(centre: string, service: string, state: string, elapsedMs: number): void
  /** A configuration was read anew while running. */
  reloaded(outcome: 'taken' | 'refused'): void
  configuration(status: ConfigurationStatus): void
  maintenance(announced: boolean): void
  /** Sets the directory's figures at `now`, epoch milliseconds. */
  directory(status: DirectoryStatus, now: number): void
  /** Sets the figures of revocation sources at `now`, epoch milliseconds. */
  revocation(sources: readonly SourceStatus[], now: number): void
  /** Sets what is left of certificates and the directory at `now`, epoch milliseconds. */
  expiry(terms: readonly Term[], warnings: readonly ExpiryWarning[], now: number): void
  /** Sets how many parts of jobs are open, and how long the oldest has been; at `now`, epoch milliseconds. */
  jobs(figures: readonly { state: string; parts: number; oldest: number }[], now: number): void
  /** One try of a callback; `failure` where the place did not take it. */
  calledBack(tried: PlaceName & { failure?: string }): void
  /** Sets what waits for each place, and how its breaker is; at `now`, epoch milliseconds. */
  callbacks(waiting: readonly WaitingCallbacks[], places: readonly PlaceState[], now: number): void
  /** The text exposition; `peers` are the breakers at this moment. */
  expose(peers: readonly PeerState[]): Promise<{ contentType: string; text: string }>
}

/** `oldest`: epoch milliseconds. */
type WaitingCallbacks = PlaceName & { pending: number; oldest: number }

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
  const peerFigures = peerGauges(registers)
  const configuration = configurationGauges(registers)
  const maintenance = new Gauge({
    name: 'gateway_maintenance',
    help: '1 while work is announced and new questions are refused',
    registers,
  })
  const directory = directoryGauges(registers)
  const revocation = revocationGauges(registers)
  const expiry = expiryGauges(registers)
  const jobs = jobGauges(registers)
  const callbacks = callbackGauges(registers)
  const calledBack = new Counter({
    name: 'gateway_callbacks_total',
    help: 'Tries of callbacks, by place and whether it took them',
    labelNames: ['caller', 'place', 'outcome'],
    registers,
  })
  return {
    ...configuration,
    maintenance: (announced) => maintenance.set(Number(announced)),
    directory,
    revocation,
    expiry,
    jobs,
    callbacks,
    calledBack: ({ caller, place, failure }) =>
      calledBack.inc({ caller, place, outcome: failure === undefined ? 'taken' : 'not-taken' }),
    answered: (service, outcome) => answered.inc({ service, outcome }),
    asked: (centre, service, state, elapsedMs) => asked.observe({ centre, service, state }, elapsedMs / 1000),
    async expose(peers) {
      peerFigures(peers)
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}

const breakerStates = ['unproven', 'closed', 'half-open', 'open']

function peerGauges(registers: Registry[]): (peers: readonly PeerState[]) => void {
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
  return (peers) => {
    for (const each of [errors, latency, next]) each.reset()
    for (const { code, class: of, state, errorPercent, latencyMs, ...peer } of peers) {
      const labels = { centre: code, class: of }
      for (const each of breakerStates) breaker.set({ ...labels, state: each }, Number(each === state))
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
  }
}

function configurationGauges(registers: Registry[]): Pick<Metrics, 'reloaded' | 'configuration'> {
  const info = new Gauge({
    name: 'gateway_configuration_info',
    help: '1 for the version of the configuration in force',
    labelNames: ['version'],
    registers,
  })
  const loaded = new Gauge({
    name: 'gateway_configuration_loaded_timestamp_seconds',
    help: 'When the configuration in force was read',
    registers,
  })
  const refused = new Gauge({
    name: 'gateway_configuration_refused',
    help: '1 where a newer configuration was refused, and the one before stays in force',
    registers,
  })
  const reloads = new Counter({
    name: 'gateway_configuration_reloads_total',
    help: 'Configurations read while running, by whether they were taken or refused',
    labelNames: ['outcome'],
    registers,
  })
  return {
    reloaded: (outcome) => reloads.inc({ outcome }),
    configuration(status) {
      info.reset()
      info.set({ version: status.version }, 1)
      loaded.set(Math.floor(status.loadedAt / 1000))
      refused.set(Number(status.refused !== undefined))
    },
  }
}

function directoryGauges(registers: Registry[]): Metrics['directory'] {
  const version = new Gauge({
    name: 'gateway_directory_version',
    help: 'Version of the directory in force',
    registers,
  })
  const left = new Gauge({
    name: 'gateway_directory_expires_in_seconds',
    help: 'Until the directory in force expires: the grace that is left while no source is usable',
    registers,
  })
  const confirmed = new Gauge({
    name: 'gateway_directory_confirmed_timestamp_seconds',
    help: 'When a source last gave the directory in force; 0 where none did since the start',
    registers,
  })
  const usable = new Gauge({
    name: 'gateway_directory_source_usable',
    help: '1 where the last look at a source gave a directory that can be used',
    labelNames: ['source'],
    registers,
  })
  return (status, now) => {
    version.set(status.version)
    left.set(Math.floor((status.expires - now) / 1000))
    confirmed.set(Math.floor((status.confirmed ?? 0) / 1000))
    for (const { source, code } of status.sources) usable.set({ source }, Number(code === undefined))
  }
}

function jobGauges(registers: Registry[]): Metrics['jobs'] {
  const parts = new Gauge({
    name: 'gateway_job_parts',
    help: 'Questions of jobs that are open, by centre asked: queued, asking or waiting',
    labelNames: ['state'],
    registers,
  })
  const oldest = new Gauge({
    name: 'gateway_job_oldest_seconds',
    help: 'Age of the oldest open question of jobs, by state',
    labelNames: ['state'],
    registers,
  })
  return (figures, now) => {
    parts.reset()
    oldest.reset()
    for (const figure of figures) {
      parts.set({ state: figure.state }, figure.parts)
      oldest.set({ state: figure.state }, Math.floor((now - figure.oldest) / 1000))
    }
  }
}

function callbackGauges(registers: Registry[]): Metrics['callbacks'] {
  function gauge<Label extends string = never>(name: string, help: string, ...more: Label[]) {
    const labelNames = ['caller', 'place', ...more] as const
    return new Gauge({ name: `gateway_callback_${name}`, help, labelNames, registers })
  }
  const pending = gauge('pending', 'Callbacks that a place has not taken yet')
  const oldest = gauge('oldest_seconds', 'Age of the oldest callback that a place has not taken yet')
  const breaker = gauge('breaker_state', '1 for the state that the breaker of a place is in', 'state')
  return (waiting, places, now) => {
    for (const each of [pending, oldest, breaker]) each.reset()
    for (const { caller, place } of places) pending.set({ caller, place }, 0)
    for (const { caller, place, ...figures } of waiting) {
      pending.set({ caller, place }, figures.pending)
      oldest.set({ caller, place }, Math.floor((now - figures.oldest) / 1000))
    }
    for (const { state, ...place } of places)
      for (const each of breakerStates) breaker.set({ ...place, state: each }, Number(each === state))
  }
}

function expiryGauges(registers: Registry[]): Metrics['expiry'] {
  const left = new Gauge({
    name: 'gateway_certificate_expires_seconds',
    help: 'Seconds until a certificate expires, negative once it has: our own, those of the directory, intermediates and anchors',
    labelNames: ['member', 'use', 'thumbprint'],
    registers,
  })
  const near = new Gauge({
    name: 'gateway_expiry_warning',
    help: '1 for a certificate or directory that ends within 30 days (notice), 14 (warning), 3 (urgent) or has ended (expired)',
    labelNames: ['member', 'use', 'thumbprint', 'level'],
    registers,
  })
  return (terms, warnings, now) => {
    left.reset()
    near.reset()
    for (const { member = '', use, thumbprint, until } of terms) {
      if (use !== 'directory') left.set({ member, use, thumbprint }, Math.floor((until - now) / 1000))
    }
    for (const { member = '', use, thumbprint, level } of warnings) {
      near.set({ member, use, thumbprint, level }, 1)
    }
  }
}

function revocationGauges(registers: Registry[]): Metrics['revocation'] {
  const left = new Gauge({
    name: 'gateway_revocation_seconds_left',
    help: 'Seconds until certificates of a source’s authority are refused for want of newer revocation data; negative once they are',
    labelNames: ['source'],
    registers,
  })
  const age = new Gauge({
    name: 'gateway_revocation_age_seconds',
    help: 'Age of the oldest revocation data in use of a source',
    labelNames: ['source'],
    registers,
  })
  const failures = new Gauge({
    name: 'gateway_revocation_failures',
    help: 'Failures in a row of the place of a source that fails longest',
    labelNames: ['source'],
    registers,
  })
  return (sources, now) => {
    for (const { source, idle, thisUpdate, until, failures: count } of sources) {
      failures.set({ source }, count)
      if (until !== undefined || !idle) left.set({ source }, Math.floor(((until ?? now - 1000) - now) / 1000))
      if (thisUpdate !== undefined) age.set({ source }, Math.floor((now - thisUpdate) / 1000))
    }
  }
}
