import type { BranchesSeen, CaseStore, WaitingCentre } from '../../console/cases/ports.ts'
import type { PartState } from '../../jobs/job.ts'
import { headOf, seenBy, standsAs } from './case-rows.ts'
import { type Row, row, rows, type Work } from '../database.ts'
import type { Sealer } from '../sealer.ts'

const columns = `console_case.id as id, branch, staff, purpose, content, console_case.created_at as created_at,
  newest.centre as centre, ${standsAs} as state, due_at, job.created_at as since, ended_at`

/** Newest asks that may wait, with their case. */
const ofWaits = `may_wait = 1 and job.id = newest.job and job_part.job = newest.job and job_part.centre = newest.centre
  and console_case.id = newest.case_id`

// SQLite keeps the order of a cross join: from what is open or has just ended, which is little, to the cases, which are many.
const fromParts = 'job_part cross join console_case_centre as newest cross join job cross join console_case'
const fromJobs = 'job cross join console_case_centre as newest cross join job_part cross join console_case'

/** What waits, or is being asked again at the moment. */
export function* waitingCentres(
  branches: BranchesSeen,
  limit: number,
  sealer: Sealer,
): Work<WaitingCentre[]> {
  const { sql, parameters } = seenBy(branches)
  const found = yield* rows(
    `select ${columns} from ${fromParts}
     where state in ('waiting', 'queued', 'asking') and ${ofWaits} and ${sql} order by since, newest.job limit ?`,
    ...parameters,
    limit,
  )
  return found.map((each) => waitingOf(each, sealer))
}

/** What was asked once only did not wait. */
export function* returnedCentres(
  { branch, since, limit }: Parameters<CaseStore['returned']>[0],
  sealer: Sealer,
): Work<WaitingCentre[]> {
  const seen = yield* row('select at from console_seen where branch = ?', branch)
  const found = yield* rows(
    `select ${columns} from ${fromJobs} where ended_at > ? and ${ofWaits} and attempts > 1 and state in ('answered', 'no-record', 'refused', 'not-asked')
       and branch = ? order by ended_at, newest.job limit ?`,
    Math.max(since, Number(seen?.['at'] ?? 0)),
    branch,
    limit,
  )
  return found.map((each) => waitingOf(each, sealer))
}

function waitingOf(found: Row, sealer: Sealer): WaitingCentre {
  const { id, person, basis } = headOf(found, sealer)
  return {
    caseId: id,
    person,
    basis,
    centre: String(found['centre']),
    state: String(found['state']) as PartState,
    since: Number(found['since']),
    dueAt: Number(found['due_at']),
    endedAt: found['ended_at'] === null ? undefined : Number(found['ended_at']),
  }
}
