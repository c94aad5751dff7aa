import type { Clock } from './clock.ts'
import type { DirectoryStatus } from './directory/ports.ts'
import type { AnnouncedMaintenance } from './contracts/generated/types.ts'
import { type Maintenance, toldMaintenance } from './domain/maintenance.ts'
import { GatewayError, toGatewayError } from './errors.ts'
import type { ToldWarning } from './expiry/advice.ts'
import type { SourceStatus } from './revocation/ports.ts'

/** One thing that must hold for this gateway to answer. */
export interface HealthCheck {
  name: string
  /** Throws a GatewayError when it does not hold; may give figures worth showing. */
  check(now: number): Promise<Record<string, unknown> | undefined> | Record<string, unknown> | undefined
}

export interface Readiness {
  /** `maintenance`: it answers, but new questions only with the message below. */
  status: 'ready' | 'maintenance' | 'not-ready'
  checks: Record<string, { ok: boolean; code?: string } & Record<string, unknown>>
  /** What will stop working unless somebody acts; it works until then. */
  warnings: readonly ToldWarning[]
  maintenance?: AnnouncedMaintenance
}

/** Runs every check now; ready means that an exchange could be answered at this moment, be it with the message of a maintenance. */
export async function readinessOf(
  checks: readonly HealthCheck[],
  {
    clock,
    warnings,
    maintenance,
  }: { clock: Clock; warnings: readonly ToldWarning[]; maintenance: Maintenance | undefined },
): Promise<Readiness> {
  const results = await Promise.all(
    checks.map(async (check) => [check.name, await outcome(check, clock())] as const),
  )
  return {
    status: results.every(([, { ok }]) => ok) ? (maintenance ? 'maintenance' : 'ready') : 'not-ready',
    checks: Object.fromEntries(results),
    warnings,
    ...(maintenance && { maintenance: toldMaintenance(maintenance) }),
  }
}

async function outcome({ check }: HealthCheck, now: number): Promise<Readiness['checks'][string]> {
  try {
    return { ok: true, ...(await check(now)) }
  } catch (thrown) {
    const { code, where } = toGatewayError(thrown)
    return { ok: false, code, ...(code === 'REVOCATION_UNKNOWN' && where !== undefined && { where }) }
  }
}

/**
 * How fresh the directory is. `graceSecondsLeft` appears while no source is usable: so long the last good one still serves.
 * `now` in epoch milliseconds.
 */
export function directoryFigures(
  { version, expires, confirmed, sources }: DirectoryStatus,
  now: number,
): Record<string, unknown> {
  const expiresInSeconds = Math.floor((expires - now) / 1000)
  return {
    version,
    expiresInSeconds,
    ...(confirmed !== undefined && { confirmedSecondsAgo: Math.floor((now - confirmed) / 1000) }),
    ...(sources.every(({ code }) => code !== undefined) && { graceSecondsLeft: expiresInSeconds }),
    sources: sources.map(({ source, version: published, code }) => ({
      source,
      ...(published !== undefined && { version: published }),
      ...(code !== undefined && { code }),
    })),
  }
}

/**
 * How fresh each revocation source is; `secondsLeft` is the countdown to where certificates of its authority are refused.
 * `now` in epoch milliseconds. Fails with REVOCATION_UNKNOWN for a source without anything that is still believed.
 */
export function revocationFigures(sources: readonly SourceStatus[], now: number): Record<string, unknown> {
  for (const { source, idle, until } of sources) {
    if (idle || (until !== undefined && now <= until)) continue
    throw new GatewayError('REVOCATION_UNKNOWN', { where: source })
  }
  return { sources: sources.map((status) => revocationFigure(status, now)) }
}

function revocationFigure(status: SourceStatus, now: number): Record<string, unknown> {
  const { source, thisUpdate, nextUpdate, until, failures, fault } = status
  return {
    source,
    ...(until !== undefined && { secondsLeft: Math.floor((until - now) / 1000) }),
    ...(thisUpdate !== undefined && { ageSeconds: Math.floor((now - thisUpdate) / 1000) }),
    ...(nextUpdate !== undefined && { overdue: nextUpdate < now }),
    ...(fault && { failures, code: fault.code }),
  }
}
