import { assertInService } from '../../domain/maintenance.ts'
import type { TraceContext } from '../../domain/trace-context.ts'
import { GatewayError } from '../../errors.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import type { ConsolePerson } from '../person.ts'
import { asksOf } from './asks.ts'
import type { EnterDeps } from './enter.ts'
import type { KeptCase } from './ports.ts'
import { callerOf, preparedAsk } from './question.ts'

/**
 * Asks a centre of a case once more: at once (重试), or as soon as it can be asked (加入等待). One that is still being asked is left
 * to it, so that a double click asks once. Fails with BASIS_EXPIRED, QUEUE_FULL and MAINTENANCE.
 */
export async function askAgain(
  kept: KeptCase,
  { centre, mayWait, trace }: { centre: string; mayWait: boolean; trace: TraceContext | undefined },
  person: ConsolePerson,
  deps: EnterDeps,
): Promise<void> {
  assertInService(deps.maintenance(), deps.clock())
  const { job, bounds } = preparedAsk(kept, { to: [centre], mayWait }, person, trace, deps)
  const asked = deps.accesses.recordOf({ person, action: 'ask', caseId: kept.id, centre })
  switch (await deps.store.ask(kept.id, job, bounds, asked)) {
    case 'added':
      deps.jobs.look()
      return
    case 'open':
      return
    case 'full':
      throw new GatewayError('QUEUE_FULL', { retryAfterSeconds: 60 })
  }
}

/** Gives up waiting for a centre (取消等待); an ask that is under way ends as it will. Nothing to do where it does not wait. */
export async function giveUpWaiting(
  kept: KeptCase,
  centre: string,
  jobs: Pick<Jobs, 'cancel'>,
): Promise<void> {
  const [newest] = asksOf(kept, centre)
  if (newest?.job.mayWait) await jobs.cancel(newest.job.id, callerOf(kept.branch))
}
