import { Gauge, type Registry } from 'prom-client'
import type { Metrics } from './ports.ts'

const openStates = ['queued', 'asking', 'waiting']

export function jobFigures(registers: Registry[]): Metrics['jobs'] {
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
  const limit = new Gauge({
    name: 'gateway_job_parts_limit',
    help: 'Open questions of jobs from which on new jobs are refused',
    registers,
  })
  return (figures, most, now) => {
    limit.set(most)
    parts.reset()
    oldest.reset()
    if (!figures) return
    for (const state of openStates) parts.set({ state }, 0)
    for (const figure of figures) {
      parts.set({ state: figure.state }, figure.parts)
      oldest.set({ state: figure.state }, Math.floor((now - figure.oldest) / 1000))
    }
  }
}
