import type { CentreResult, OfficeQuestion } from '../../contracts/generated/types.ts'
import type { ClaimedPart, JobStore, Settlement } from '../../jobs/ports.ts'
import { change, row, rows, type Work } from '../database.ts'
import { enqueueDelivery } from './delivery-store.ts'
import { jobContext, jobsWhere, nextRevision, openedJson, sealedJson } from './job-rows.ts'
import type { Sealer } from '../sealer.ts'
import { traceIn } from './trace-columns.ts'

interface Deps {
  sealer: Sealer
  /** Unique per process start. */
  owner: string
}

/** How many of what is due are looked at together. */
const lookedAt = 256

/** Callers and centres in turn: neither thousands of questions of one caller nor those for a slow centre hold up the others. */
export function* claimParts(
  { at, leaseMs, takes, newId }: Parameters<JobStore['claim']>[0],
  { sealer, owner }: Deps,
): Work<ClaimedPart[]> {
  const due = yield* rows(
    `select job, centre, state, attempts, exchange_id from (
       select job, centre, state, attempts, exchange_id, due_at,
         row_number() over (partition by caller, centre order by due_at, job, place) as turn
       from job_part
       where (state = 'queued' and due_at <= ?) or (state = 'asking' and leased_until <= ?)
     ) as ranked order by turn, due_at limit ${lookedAt}`,
    at,
    at,
  )
  const claimed: ClaimedPart[] = []
  for (const found of due) {
    const [job, centre] = [String(found['job']), String(found['centre'])]
    if (!takes(centre)) continue
    const resumed = found['state'] === 'asking'
    const exchangeId = resumed ? String(found['exchange_id']) : newId()
    const attempts = Number(found['attempts']) + (resumed ? 0 : 1)
    const whole = yield* row(
      'select caller, question, may_wait, wait_until, traceparent, tracestate from job where id = ?',
      job,
    )
    if (!whole) continue
    const question = openedJson<OfficeQuestion>(whole['question'], jobContext.question(job), sealer)
    const revision = yield* nextRevision(job)
    yield* change(
      "update job_part set state = 'asking', owner = ?, leased_until = ?, exchange_id = ?, attempts = ?, revision = ? where job = ? and centre = ?",
      owner,
      at + leaseMs(question),
      exchangeId,
      attempts,
      revision,
      job,
      centre,
    )
    claimed.push({
      job,
      centre,
      caller: String(whole['caller']),
      attempts,
      question,
      mayWait: Number(whole['may_wait']) === 1,
      waitUntil: Number(whole['wait_until']),
      exchangeId,
      resumed,
      trace: traceIn(whole),
    })
  }
  return claimed
}

/** False where the lease was lost. */
export function* settlePart(
  { job, centre, attempts }: ClaimedPart,
  { state, at, dueAt, result }: Settlement,
  { sealer, owner }: Deps,
): Work<boolean> {
  const whole = yield* row('select cancelled_at from job where id = ?', job)
  if (!whole) return false
  const revision = yield* nextRevision(job)
  const settled = yield* change(
    "update job_part set state = ?, due_at = ?, result = ?, outcome = ?, revision = ?, owner = null where job = ? and centre = ? and owner = ? and state = 'asking'",
    state === 'waiting' && whole['cancelled_at'] !== null ? 'cancelled' : state,
    dueAt,
    sealedJson(result, jobContext.result(job, centre), sealer),
    outcomeOf(result),
    revision,
    job,
    centre,
    owner,
  )
  if (settled === 1 && attempts > 1 && state !== 'waiting' && state !== 'not-asked' && (yield* isOpen(job)))
    yield* enqueueDelivery(job, 'job.centre-back', at)
  return settled === 1
}

function outcomeOf({ answer }: CentreResult): string | null {
  const outcome = answer?.['outcome']
  return typeof outcome === 'string' ? outcome : null
}

function* isOpen(job: string): Work<boolean> {
  const open = yield* row(
    "select count(*) as parts from job_part where job = ? and state in ('queued', 'asking', 'waiting')",
    job,
  )
  return Number(open?.['parts']) > 0
}

/** What waited in vain ends with why. */
export function* endWaits(
  at: number,
  resultOf: Parameters<JobStore['endWaits']>[1],
  sealer: Sealer,
): Work<void> {
  const over = yield* jobsWhere(
    "where wait_until <= ? and ended_at is null and exists (select 1 from job_part where job = job.id and state = 'waiting') limit 200",
    sealer,
    at,
  )
  for (const { id, parts } of over) {
    const revision = yield* nextRevision(id)
    for (const part of parts.filter(({ state }) => state === 'waiting')) {
      const result: CentreResult = resultOf(part)
      yield* change(
        "update job_part set state = 'not-asked', result = ?, revision = ? where job = ? and centre = ?",
        sealedJson(result, jobContext.result(id, part.centre), sealer),
        revision,
        id,
        part.centre,
      )
    }
  }
}
