import type { ConfigurationStatus } from '../../domain/configuration-status.ts'
import type { Readiness } from '../../health.ts'
import { breakersOf } from '../breakers.ts'
import type { Context } from '../context.ts'

/** Everything that is only known when somebody asks, and then all metrics as text. */
export async function figures(context: Context, { checks }: Readiness, configuration: ConfigurationStatus) {
  const { metrics, store, directory, revocation, expiry, jobs, callbacks, maintenance } = context
  const now = context.clock()
  metrics.checks(checks)
  metrics.configuration(configuration)
  metrics.maintenance(maintenance.current() !== undefined)
  metrics.directory(directory.status(), now)
  metrics.revocation(revocation?.status() ?? [], now)
  metrics.expiry(expiry.terms(), expiry.warnings(), now)
  // Metrics are looked at most when the store is down.
  const head = await store.journal.head().catch(() => undefined)
  if (head) metrics.journal(head.sequence)
  for (const kind of ['backup', 'drill'] as const) {
    const last = await store.upkeep.last(kind).catch(() => 'unknown' as const)
    if (last !== 'unknown') metrics.upkeep(kind, last)
  }
  metrics.sessions(await store.sessions.figures(now).catch(() => undefined))
  const { openInAll } = context.config.office.jobs
  metrics.jobs(await jobs.figures().catch(() => undefined), openInAll, now)
  metrics.callbacks(await callbacks.figures().catch(() => undefined), callbacks.places(), now)
  return metrics.expose(breakersOf(context), context.holds.current().keys())
}
