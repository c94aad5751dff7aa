import { Gauge, type Registry } from 'prom-client'
import type { Metrics } from './ports.ts'

export function revocationFigures(registers: Registry[]): Metrics['revocation'] {
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
    for (const each of [left, age, failures]) each.reset()
    for (const { source, idle, thisUpdate, until, failures: count } of sources) {
      failures.set({ source }, count)
      if (until !== undefined || !idle) left.set({ source }, Math.floor(((until ?? now - 1000) - now) / 1000))
      if (thisUpdate !== undefined) age.set({ source }, Math.floor((now - thisUpdate) / 1000))
    }
  }
}
