import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { callbackFigures } from './callbacks.ts'
import { configurationFigures } from './configuration.ts'
import { consoleFigures } from './console.ts'
import { directoryFigures } from './directory.ts'
import { expiryFigures } from './expiry.ts'
import { jobFigures } from './jobs.ts'
import { peerFigures } from './peers.ts'
import type { Metrics } from './ports.ts'
import { requestFigures } from './requests.ts'
import { revocationFigures } from './revocation.ts'
import { storeFigures } from './store.ts'

export function createMetrics(version: string): Metrics {
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  collectDefaultMetrics({ register: registry })
  const build = new Gauge({
    name: 'gateway_build_info',
    help: '1 for the version of this program',
    labelNames: ['version'],
    registers,
  })
  build.set({ version }, 1)
  const maintenance = new Gauge({
    name: 'gateway_maintenance',
    help: '1 while work is announced and new questions are refused',
    registers,
  })
  const peers = peerFigures(registers)
  return {
    ...requestFigures(registers),
    ...storeFigures(registers),
    ...configurationFigures(registers),
    ...callbackFigures(registers),
    ...consoleFigures(registers),
    maintenance: (announced) => maintenance.set(Number(announced)),
    directory: directoryFigures(registers),
    revocation: revocationFigures(registers),
    expiry: expiryFigures(registers),
    jobs: jobFigures(registers),
    async expose(states, held) {
      peers(states, held)
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}
