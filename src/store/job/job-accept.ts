import type { Accepted, JobBounds, NewJob } from '../../jobs/ports.ts'
import { change, row, type Work } from '../database.ts'
import { jobContext, nextRevision, sealedJson } from './job-rows.ts'
import type { Sealer } from '../sealer.ts'
import { traceColumns } from './trace-columns.ts'

/** Keeps a new job, or finds the one of the same key. */
export function* acceptJob(job: NewJob, bounds: JobBounds, sealer: Sealer): Work<Accepted> {
  const keyHash = job.key === undefined ? null : sealer.keyedHash(`idempotency ${job.caller} ${job.key}`)
  const known =
    keyHash === null
      ? undefined
      : yield* row(
          'select id, question_digest, ended_at, cancelled_at from job where caller = ? and key_hash = ?',
          job.caller,
          keyHash,
        )
  if (known && known['question_digest'] !== job.questionDigest) return { state: 'other-question' }
  if (known) {
    const id = String(known['id'])
    if (known['ended_at'] !== null && known['cancelled_at'] === null) yield* reopen(id, job.at)
    return { state: 'known', id }
  }
  if (yield* isFull(job.caller, job.centres.length, bounds)) return { state: 'full' }
  yield* insertJob(job, { keyHash, kept: false }, sealer)
  return { state: 'created', id: job.id }
}

/** `kept`: as long as something that it belongs to. */
export function* insertJob(
  job: NewJob,
  { keyHash, kept }: { keyHash: string | null; kept: boolean },
  sealer: Sealer,
): Work<void> {
  yield* change(
    `insert into job (id, caller, key_hash, question_digest, question, may_wait, callback, batch, place, created_at, wait_until, traceparent, tracestate, kept, revision)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
    job.id,
    job.caller,
    keyHash,
    job.questionDigest,
    sealedJson(job.question, jobContext.question(job.id), sealer),
    Number(job.mayWait),
    job.callback ?? null,
    job.batch?.id ?? null,
    job.batch?.place ?? null,
    job.at,
    job.waitUntil,
    ...traceColumns(job.trace),
    Number(kept),
  )
  for (const [place, centre] of job.centres.entries()) {
    yield* change(
      `insert into job_part (job, centre, place, caller, state, attempts, due_at, revision) values (?, ?, ?, ?, 'queued', 0, ?, 0)`,
      job.id,
      centre,
      place,
      job.caller,
      job.at,
    )
  }
}

/** A centre that could not be asked is not told as such for ever: whoever repeats the question has it asked again. */
function* reopen(id: string, at: number): Work<void> {
  const again = yield* row("select count(*) as parts from job_part where job = ? and state = 'not-asked'", id)
  if (Number(again?.['parts']) === 0) return
  const revision = yield* nextRevision(id)
  yield* change(
    "update job_part set state = 'queued', due_at = ?, revision = ? where job = ? and state = 'not-asked'",
    at,
    revision,
    id,
  )
  yield* change('update job set ended_at = null, signed = null where id = ?', id)
}

/** Whether `more` parts of a caller would be too many. */
export function* isFull(caller: string, more: number, { perCaller, inAll }: JobBounds): Work<boolean> {
  const all = yield* row(
    "select count(*) as parts, coalesce(sum(case when caller = ? then 1 else 0 end), 0) as own from job_part where state in ('queued', 'asking', 'waiting')",
    caller,
  )
  return Number(all?.['own']) + more > perCaller || Number(all?.['parts']) + more > inAll
}
