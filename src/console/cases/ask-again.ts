import { assertInService } from '../../domain/maintenance.ts'
import type { TraceContext } from '../../domain/trace-context.ts'
import { GatewayError } from '../../errors.ts'
import { isOpen } from '../../jobs/job.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import type { ConsolePerson } from '../person.ts'
import type { Accesses } from './accesses.ts'
import { asksOf } from './asks.ts'
import type { EnterDeps } from './enter.ts'
import type { KeptCase } from './ports.ts'
import { callerOf, preparedAsk } from './question.ts'

export interface AskAgainDeps extends EnterDeps {
  jobs: EnterDeps['jobs'] & Pick<Jobs, 'hurry'>
}

/**
 * Asks a centre of a case once more: at once (重试), or as soon as it can be asked (加入等待). One that is still being asked is left
 * to it, so that a double click asks once; one that waits is asked at once, and waits on where that fails. Fails with BASIS_EXPIRED, QUEUE_FULL and MAINTENANCE.
 */
export async function askAgain(
  kept: KeptCase,
  { centre, mayWait, trace }: { centre: string; mayWait: boolean; trace: TraceContext | undefined },
  person: ConsolePerson,
  deps: AskAgainDeps,
): Promise<void> {
  const at = deps.clock()
  assertInService(deps.maintenance(), at)
  const { job, bounds } = preparedAsk(kept, { to: [centre], mayWait }, person, trace, deps)
  const action = mayWait ? 'wait' : 'retry'
  const asked = deps.accesses.recordOf({ person, action, caseId: kept.id, centre }, at)
  switch (await deps.store.ask(kept.id, job, bounds, asked)) {
    case 'added':
      deps.jobs.look()
      return
    case 'open':
      if (!mayWait) await askWaiting(kept, centre, person, deps)
      return
    case 'full':
      throw new GatewayError('QUEUE_FULL', { retryAfterSeconds: 60 })
  }
}

async function askWaiting(
  kept: KeptCase,
  centre: string,
  person: ConsolePerson,
  { jobs, accesses }: AskAgainDeps,
): Promise<void> {
  const [newest] = asksOf(kept, centre)
  if (newest?.part.state !== 'waiting') return
  await accesses.record({ person, action: 'retry', caseId: kept.id, centre })
  await jobs.hurry(newest.job.id, centre)
}

/** Gives up waiting for a centre (取消等待), on record; an ask that is under way ends as it will. Nothing to do where it does not wait. */
export async function giveUpWaiting(
  kept: KeptCase,
  centre: string,
  person: ConsolePerson,
  { jobs, accesses }: { jobs: Pick<Jobs, 'cancel'>; accesses: Pick<Accesses, 'record'> },
): Promise<void> {
  const [newest] = asksOf(kept, centre)
  if (!newest?.job.mayWait || !isOpen(newest.part)) return
  await accesses.record({ person, action: 'give-up', caseId: kept.id, centre })
  await jobs.cancel(newest.job.id, callerOf(kept.branch))
}
