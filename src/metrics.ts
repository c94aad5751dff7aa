import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { DirectoryStatus } from './directory/ports.ts'
import type { ExpiryWarning, Term } from './expiry/ports.ts'
import type { SourceStatus } from './revocation/ports.ts'

/** Counts and times for Prometheus. Labels are services, outcomes, error codes and member codes; never a person. */
export interface Metrics {
  answered(service: string, outcome: string): void
  asked(centre: string, service: string, state: string, elapsedMs: number): void
  /** Sets the directory's figures at `now`, epoch milliseconds. */
  directory(status: DirectoryStatus, now: number): void
  /** Sets the figures of revocation sources at `now`, epoch milliseconds. */
  revocation(sources: readonly SourceStatus[], now: number): void
  /** Sets what is left of certificates and the directory at `now`, epoch milliseconds. */
  expiry(terms: readonly Term[], warnings: readonly ExpiryWarning[], now: number): void
  /** Sets how many parts of jobs are open, and how long the oldest has been; at `now`, epoch milliseconds. */
  jobs(figures: readonly { state: string; parts: number; oldest: number }[], now: number): void
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
  const directory = directoryGauges(registers)
  const revocation = revocationGauges(registers)
  const expiry = expiryGauges(registers)
  const jobs = jobGauges(registers)
  return {
    directory,
    revocation,
    expiry,
    jobs,
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
