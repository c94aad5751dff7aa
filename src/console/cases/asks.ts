import type { CentreResult } from '../../contracts/generated/types.ts'
import { isOpen, type Job, type JobPart } from '../../jobs/job.ts'
import type { KeptCase } from './ports.ts'

/** One centre's part of one job of a case. */
export interface CentreAsk {
  job: Job
  part: JobPart
}

/** Every time that a centre was asked for a case, newest first; empty where it was not. */
export function asksOf({ centres, asks }: KeptCase, centre: string): CentreAsk[] {
  if (!centres.some((each) => each.centre === centre)) return []
  return asks
    .flatMap((job) => job.parts.filter((part) => part.centre === centre).map((part) => ({ job, part })))
    .toReversed()
}

/**
 * The newest result of a centre with a certificate. A later try that could not be asked takes nothing away; a later answer
 * that there is no record, or a refusal, does.
 */
export function certifiedResult(asks: readonly CentreAsk[]): CentreResult | undefined {
  const answered = asks.find(({ part: { state } }) => ['answered', 'no-record', 'refused'].includes(state))
  return answered?.part.result?.certificate && answered.part.result
}

/** The last exchange in which a centre was asked about the person; undefined before the first. */
export function newestExchange({ asks }: KeptCase): string | undefined {
  return asks.flatMap(({ parts }) => parts.flatMap(({ exchangeId }) => exchangeId ?? [])).at(-1)
}

/** Whether something may still come by itself. */
export function isEnded({ asks }: KeptCase): boolean {
  return !asks.some(({ parts }) => parts.some(isOpen))
}

/** Rises with every change: as the store's own. */
export function revisionOf({ asks }: KeptCase): number {
  return asks.reduce((sum, { revision }) => sum + revision + 1, 0)
}
