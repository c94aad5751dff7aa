import { Counter, Gauge, type Registry } from 'prom-client'
import type { Metrics } from './ports.ts'

export function configurationFigures(registers: Registry[]): Pick<Metrics, 'reloaded' | 'configuration'> {
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
  for (const outcome of ['taken', 'refused']) reloads.inc({ outcome }, 0)
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
