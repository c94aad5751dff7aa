import type { CentreResult, OfficeQuestion } from '../contracts/generated/types.ts'
import type { PartState } from '../jobs/job.ts'
import type { Accepted, ClaimedPart, JobBounds, JobStore, NewJob, Settlement } from '../jobs/ports.ts'
import { change, type Database, row, rows, type Work } from './database.ts'
import { enqueueDelivery } from './delivery-store.ts'
import { jobContext, jobsWhere, openedJson, sealedJson } from './job-rows.ts'
import type { Sealer } from './sealer.ts'

interface Deps {
  database: Database
  sealer: Sealer
  /** Unique per process start. */
  owner: string
}

/** Jobs and their parts. Which parts are free to ask is decided inside the one transaction that takes them. */
export function createJobStore(deps: Deps): JobStore {
  const { database, sealer, owner } = deps
  return {
    accept: (job, bounds) => database.write(() => accept(job, bounds, sealer)),

    async find(id, caller) {
      const [job] = await database.read(() => jobsWhere('where id = ? and caller = ?', sealer, id, caller))
      return job
    },

    list: (caller, limit) =>
      database.read(() =>
        jobsWhere('where caller = ? order by created_at desc, id desc limit ?', sealer, caller, limit),
      ),

    batch: (id, caller) =>
      database.read(function* () {
        const places = yield* rows(
          'select id, place from job where batch = ? and caller = ? order by place',
          id,
          caller,
        )
        const found = []
        for (const { id: job, place } of places) {
          const [whole] = yield* jobsWhere('where id = ?', sealer, String(job))
          if (whole) found.push({ place: Number(place), job: whole })
        }
        return found
      }),

    cancel: (id, caller, at) =>
      database.write(function* () {
        const known = yield* row(
          'select ended_at, cancelled_at from job where id = ? and caller = ?',
          id,
          caller,
        )
        if (!known) return false
        if (known['ended_at'] !== null || known['cancelled_at'] !== null) return true
        const revision = yield* nextRevision(id)
        yield* change('update job set cancelled_at = ? where id = ?', at, id)
        yield* change(
          "update job_part set state = 'cancelled', revision = ? where job = ? and state in ('queued', 'waiting')",
          revision,
          id,
        )
        return true
      }),

    claim: (wanted) => database.write(() => claim(wanted, deps)),

    settle: (part, settlement) => database.write(() => settle(part, settlement, deps)),

    giveBack: (part) =>
      database.write(function* () {
        yield* change(
          "update job_part set leased_until = 0, owner = null where job = ? and centre = ? and owner = ? and state = 'asking'",
          part.job,
          part.centre,
          owner,
        )
      }),

    release: (centre, at, which) =>
      database.write(function* () {
        yield* change(
          "update job_part set state = 'queued', due_at = ? where state = 'waiting' and centre = ? and due_at <= ?",
          at,
          centre,
          which === 'all' ? Number.MAX_SAFE_INTEGER : at,
        )
      }),

    waitingAt: () =>
      database.read(function* () {
        const found = yield* rows(
          "select centre, min(due_at) as due_at, count(*) as parts from job_part where state = 'waiting' group by centre",
        )
        return found.map((each) => ({
          centre: String(each['centre']),
          dueAt: Number(each['due_at']),
          parts: Number(each['parts']),
        }))
      }),

    endWaits: (at, resultOf) => database.write(() => endWaits(at, resultOf, sealer)),

    complete: () =>
      database.read(() =>
        jobsWhere(
          `where ended_at is null and not exists
            (select 1 from job_part where job = job.id and state in ('queued', 'asking', 'waiting')) limit 50`,
          sealer,
        ),
      ),

    async end(job, signed, at) {
      const sealed = sealer.seal(signed, jobContext.signed(job.id))
      await database.write(function* () {
        const ended = yield* change(
          'update job set ended_at = ?, signed = ?, revision = revision + 1 where id = ? and revision = ? and ended_at is null',
          at,
          sealed,
          job.id,
          job.revision,
        )
        if (ended === 1) yield* enqueueDelivery(job.id, 'job.ended', at)
      })
    },

    forget: (at) =>
      database.write(function* () {
        yield* change('delete from job_part where job in (select id from job where ended_at < ?)', at)
        yield* change('delete from job where ended_at < ?', at)
      }),

    figures: () =>
      database.read(function* () {
        const found = yield* rows(
          "select job_part.state as state, count(*) as parts, min(created_at) as oldest from job_part join job on job.id = job_part.job where job_part.state in ('queued', 'asking', 'waiting') group by job_part.state",
        )
        return found.map((each) => ({
          state: String(each['state']) as PartState,
          parts: Number(each['parts']),
          oldest: Number(each['oldest']),
        }))
      }),
  }
}

function* accept(job: NewJob, bounds: JobBounds, sealer: Sealer): Work<Accepted> {
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
  if (yield* isFull(job, bounds)) return { state: 'full' }
  yield* change(
    `insert into job (id, caller, key_hash, question_digest, question, may_wait, callback, batch, place, created_at, wait_until, revision)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
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
  return { state: 'created', id: job.id }
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

function* isFull({ caller, centres }: NewJob, { perCaller, inAll }: JobBounds): Work<boolean> {
  const all = yield* row(
    "select count(*) as parts, coalesce(sum(case when caller = ? then 1 else 0 end), 0) as own from job_part where state in ('queued', 'asking', 'waiting')",
    caller,
  )
  const more = centres.length
  return Number(all?.['own']) + more > perCaller || Number(all?.['parts']) + more > inAll
}

/** How many of what is due are looked at together. */
const lookedAt = 256

/** Callers and centres in turn: neither thousands of questions of one caller nor those for a slow centre hold up the others. */
function* claim(
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
    const whole = yield* row('select caller, question, may_wait, wait_until from job where id = ?', job)
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
    })
  }
  return claimed
}

function* settle(
  { job, centre, attempts }: ClaimedPart,
  { state, at, dueAt, result }: Settlement,
  { sealer, owner }: Deps,
): Work<boolean> {
  const whole = yield* row('select cancelled_at from job where id = ?', job)
  if (!whole) return false
  const revision = yield* nextRevision(job)
  const settled = yield* change(
    "update job_part set state = ?, due_at = ?, result = ?, revision = ?, owner = null where job = ? and centre = ? and owner = ? and state = 'asking'",
    state === 'waiting' && whole['cancelled_at'] !== null ? 'cancelled' : state,
    dueAt,
    sealedJson(result, jobContext.result(job, centre), sealer),
    revision,
    job,
    centre,
    owner,
  )
  if (settled === 1 && attempts > 1 && state !== 'waiting' && state !== 'not-asked' && (yield* isOpen(job)))
    yield* enqueueDelivery(job, 'job.centre-back', at)
  return settled === 1
}

function* isOpen(job: string): Work<boolean> {
  const open = yield* row(
    "select count(*) as parts from job_part where job = ? and state in ('queued', 'asking', 'waiting')",
    job,
  )
  return Number(open?.['parts']) > 0
}

function* endWaits(at: number, resultOf: Parameters<JobStore['endWaits']>[1], sealer: Sealer): Work<void> {
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

function* nextRevision(job: string): Work<number> {
  const changed = yield* row('update job set revision = revision + 1 where id = ? returning revision', job)
  return Number(changed?.['revision'])
}
