import type { GatewayConfig } from '../../src/contracts/generated/types.ts'
import type { Readiness } from '../../src/health.ts'
import type { GatewayProcess, TestFederation } from './sandbox.ts'

export interface Reloading {
  /** Rewrites the configuration, and waits until the process has taken it. Gives the event of its log. */
  take(change: (config: GatewayConfig) => GatewayConfig): Promise<Record<string, unknown>>
  /** The same for one that is not to be taken. */
  refuse(code: string, change: (config: GatewayConfig) => GatewayConfig): Promise<Record<string, unknown>>
  readiness(): Promise<Readiness>
  metrics(): Promise<string>
}

/** A member's process that is told to read its configuration anew. */
export function reloading(federation: TestFederation, code: string, gateway: GatewayProcess): Reloading {
  const ops = `http://127.0.0.1:${federation.of(code).ports.ops}`

  async function readiness(): Promise<Readiness> {
    const response = await fetch(`${ops}/health/ready`)
    return (await response.json()) as Readiness
  }

  async function event(...texts: string[]): Promise<Record<string, unknown>> {
    gateway.signal('SIGHUP')
    return JSON.parse(await gateway.line('"event":"configuration"', ...texts)) as Record<string, unknown>
  }

  return {
    async take(change) {
      const version = (await readiness()).checks['configuration']?.['version']
      federation.configure(code, change)
      return event(`"from":"${String(version)}"`)
    },
    refuse(expected, change) {
      federation.configure(code, change)
      return event(`"code":"${expected}"`)
    },
    readiness,
    metrics: async () => (await fetch(`${ops}/metrics`)).text(),
  }
}

/** Another number each time, so that each configuration has a version of its own. */
export function refreshing(refreshSeconds: number): (config: GatewayConfig) => GatewayConfig {
  return (config) => ({ ...config, directory: { ...config.directory, refreshSeconds } })
}
