import type { Clock } from '../../clock.ts'
import type { ConfigurationStatus } from '../../domain/configuration-status.ts'
import { toGatewayError } from '../../errors.ts'
import { told } from '../../events/events.ts'
import type { Logger } from '../../logger.ts'
import type { Metrics } from '../../metrics/ports.ts'

/** Puts other configurations in place of the one in force, one after another. */
export interface Reloads<Made> {
  /** Whether what `make` gives is in force now. Where it fails, what was in force stays, and log, health and metrics say so. */
  run(make: () => Promise<Made>): Promise<boolean>
  status(): ConfigurationStatus
  /** Resolves when none is under way. */
  settled(): Promise<void>
}

export function createReloads<Made>(deps: {
  version: string
  clock: Clock
  log: Logger
  metrics: Pick<Metrics, 'reloaded'>
  /** Gives the new version and log level, and the names of what changed. */
  swap(next: Made): { version: string; logLevel: string; changed: readonly string[] }
}): Reloads<Made> {
  const { clock, log, metrics } = deps
  let status: ConfigurationStatus = { version: deps.version, loadedAt: clock(), refused: undefined }
  let last: Promise<unknown> = Promise.resolve()

  async function once(make: () => Promise<Made>): Promise<boolean> {
    try {
      const { version, logLevel, changed } = deps.swap(await make())
      log.info({ event: 'configuration', version, from: status.version, changed })
      log.level = logLevel
      status = { version, loadedAt: clock(), refused: undefined }
      metrics.reloaded('taken')
    } catch (thrown) {
      const error = toGatewayError(thrown)
      log.error({ event: 'configuration', version: status.version, ...told(error) })
      status = { ...status, refused: { at: clock(), error } }
      metrics.reloaded('refused')
    }
    return status.refused === undefined
  }

  return {
    run(make) {
      const run = last.then(() => once(make))
      last = run
      return run
    },
    status: () => status,
    settled: async () => void (await last),
  }
}
