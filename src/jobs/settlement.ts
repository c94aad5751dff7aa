import type { CentreResult } from '../contracts/generated/types.ts'
import { backoff } from '../domain/backoff.ts'
import { problemOf } from '../domain/problem.ts'
import { GatewayError } from '../errors.ts'
import type { JobPart } from './job.ts'
import type { JobsDeps } from './ports.ts'
import { mayPass } from './passing.ts'
import type { ClaimedPart, Settlement } from './ports.ts'

/** Between tries of one part, in milliseconds. */
const longest = 15 * 60_000

/** What becomes of a part of which this came: it is final, or it waits where that may help and its time is not over. */
export function settlementOf(
  { mayWait, waitUntil, attempts }: Pick<ClaimedPart, 'mayWait' | 'waitUntil' | 'attempts'>,
  result: CentreResult,
  { clock, random }: Pick<JobsDeps, 'clock' | 'random'>,
): Settlement {
  const atLeast = (result.problem?.retryAfterSeconds ?? 0) * 1000
  const at = clock()
  const dueAt = at + backoff(attempts, { random: random(), longest, atLeast })
  if (mayWait && dueAt < waitUntil && mayPass(result)) return { state: 'waiting', at, dueAt, result }
  return { state: result.state, at, dueAt, result }
}

/** The result of a part that waited in vain. */
export function waitEnded(
  { centre, result }: Pick<JobPart, 'centre' | 'result'>,
  { clock }: Pick<JobsDeps, 'clock'>,
): CentreResult {
  const requestId = result?.exchangeId ?? ''
  const problem = problemOf(new GatewayError('WAIT_ENDED'), { requestId, sandbox: false, now: clock() })
  const { name, relayedBy, elapsedMs = 0, exchangeId } = result ?? {}
  return {
    centre,
    ...(name !== undefined && { name }),
    ...(relayedBy && { relayedBy }),
    ...(exchangeId !== undefined && { exchangeId }),
    state: 'not-asked',
    elapsedMs,
    problem,
  }
}
