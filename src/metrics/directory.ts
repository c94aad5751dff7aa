import { Gauge, type Registry } from 'prom-client'
import type { Metrics } from './ports.ts'

export function directoryFigures(registers: Registry[]): Metrics['directory'] {
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
    usable.reset()
    for (const { source, code } of status.sources) usable.set({ source }, Number(code === undefined))
  }
}
