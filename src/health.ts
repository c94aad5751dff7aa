import type { Clock } from './clock.ts'
import { toGatewayError } from './errors.ts'

/** One thing that must hold for this gateway to answer. */
export interface HealthCheck {
  name: string
  /** Throws a GatewayError when it does not hold; may give figures worth showing. */
  check(now: number): Promise<Record<string, unknown> | undefined> | Record<string, unknown> | undefined
}

export interface Readiness {
  status: 'ready' | 'not-ready'
  checks: Record<string, { ok: boolean; code?: string } & Record<string, unknown>>
}

/** Runs every check now; ready means that an exchange could be answered at this moment. */
export async function readinessOf(checks: readonly HealthCheck[], clock: Clock): Promise<Readiness> {
  const results = await Promise.all(
    checks.map(async (check) => [check.name, await outcome(check, clock())] as const),
  )
  return {
    status: results.every(([, { ok }]) => ok) ? 'ready' : 'not-ready',
    checks: Object.fromEntries(results),
  }
}

async function outcome({ check }: HealthCheck, now: number): Promise<Readiness['checks'][string]> {
  try {
    return { ok: true, ...(await check(now)) }
  } catch (thrown) {
    return { ok: false, code: toGatewayError(thrown).code }
  }
}
