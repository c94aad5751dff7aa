import type { CaseAccepted, CaseContent, EnteredKey, KnownCase, NewCase } from '../../console/cases/ports.ts'
import type { JobBounds, NewJob } from '../../jobs/ports.ts'
import type { AccessRecord } from '../../journal/access-record.ts'
import { insertAccess } from '../access/access-log.ts'
import { applicationOf, contentContext } from './case-rows.ts'
import { change, row, type Work } from '../database.ts'
import { insertJob, isFull } from '../job/job-accept.ts'
import { sealedJson } from '../job/job-rows.ts'
import type { Sealer } from '../sealer.ts'
import { subjectOf } from '../subject.ts'

/** The case that the same officer entered under the same key. */
export function* knownCase(entered: EnteredKey, sealer: Sealer): Work<KnownCase | undefined> {
  const { keyHash, digest } = hashesOf(entered, sealer)
  const known = yield* row('select id, digest from console_case where key_hash = ?', keyHash)
  if (!known) return undefined
  return known['digest'] === digest ? { state: 'known', id: String(known['id']) } : { state: 'other-entry' }
}

/** A plain digest of what was entered could be tried out: most of it can be guessed. */
function hashesOf({ branch, staff, key, entry }: EnteredKey, sealer: Sealer) {
  return {
    keyHash: sealer.keyedHash(`case ${branch} ${staff} ${key}`),
    digest: sealer.keyedHash(`case ${entry}`),
  }
}

/** Keeps a case with its first jobs, or finds the one that the same officer entered under the same key. */
export function* createCase(
  entered: NewCase,
  jobs: readonly NewJob[],
  bounds: JobBounds,
  asked: AccessRecord,
  sealer: Sealer,
): Work<CaseAccepted> {
  const known = yield* knownCase(entered, sealer)
  if (known) return known
  const caller = jobs[0]?.caller ?? ''
  const parts = jobs.reduce((sum, { centres }) => sum + centres.length, 0)
  if (yield* isFull(caller, parts, bounds)) return { state: 'full' }
  const { id, branch, staff, purpose, createdAt, person, basis, officer } = entered
  const content: CaseContent = { person, basis, officer }
  const { keyHash, digest } = hashesOf(entered, sealer)
  yield* change(
    `insert into console_case (id, branch, staff, key_hash, digest, subject, application, purpose, content, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    branch,
    staff,
    keyHash,
    digest,
    subjectOf(person.idNumber, sealer),
    applicationOf(basis.applicationNumber, sealer),
    purpose,
    sealedJson(content, contentContext(id), sealer),
    createdAt,
  )
  yield* insertAccess(asked, sealer)
  let place = 0
  for (const [index, job] of jobs.entries()) {
    yield* insertAsk(id, job, index, sealer)
    for (const centre of job.centres) {
      yield* change(
        'insert into console_case_centre (case_id, centre, place, job) values (?, ?, ?, ?)',
        id,
        centre,
        place,
        job.id,
      )
      place += 1
    }
  }
  return { state: 'created', id }
}

/** Asks one centre of a case once more; where it is still being asked, nothing is kept. */
export function* askAgain(
  caseId: string,
  job: NewJob,
  bounds: JobBounds,
  asked: AccessRecord,
  sealer: Sealer,
): Work<'added' | 'open' | 'full'> {
  const [centre = ''] = job.centres
  const open = yield* row(
    `select 1 from console_case_centre as newest join job_part on job_part.job = newest.job and job_part.centre = newest.centre
     where newest.case_id = ? and newest.centre = ? and state in ('queued', 'asking', 'waiting')`,
    caseId,
    centre,
  )
  if (open) return 'open'
  if (yield* isFull(job.caller, 1, bounds)) return 'full'
  const asks = yield* row('select count(*) as asks from console_ask where case_id = ?', caseId)
  yield* insertAsk(caseId, job, Number(asks?.['asks']), sealer)
  yield* change(
    'update console_case_centre set job = ? where case_id = ? and centre = ?',
    job.id,
    caseId,
    centre,
  )
  yield* insertAccess(asked, sealer)
  return 'added'
}

function* insertAsk(caseId: string, job: NewJob, place: number, sealer: Sealer): Work<void> {
  yield* insertJob(job, { keyHash: null, kept: true }, sealer)
  yield* change('insert into console_ask (job, case_id, place) values (?, ?, ?)', job.id, caseId, place)
}
