import type { PartState } from '../../jobs/job.ts'
import type { JobStore } from '../../jobs/ports.ts'
import { change, type Database, row, rows } from '../database.ts'
import { enqueueDelivery } from './delivery-store.ts'
import { acceptJob } from './job-accept.ts'
import { claimParts, endWaits, settlePart } from './job-parts.ts'
import { jobContext, jobsWhere, nextRevision } from './job-rows.ts'
import type { Sealer } from '../sealer.ts'

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
    accept: (job, bounds) => database.write(() => acceptJob(job, bounds, sealer)),

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

    claim: (wanted) => database.write(() => claimParts(wanted, deps)),

    settle: (part, settlement) => database.write(() => settlePart(part, settlement, deps)),

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

    hurry: (job, centre, at) =>
      database.write(function* () {
        const changed = yield* change(
          "update job_part set state = 'queued', due_at = ? where job = ? and centre = ? and state = 'waiting'",
          at,
          job,
          centre,
        )
        return changed === 1
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
        const over = 'kept = 0 and ended_at < ?'
        yield* change(`delete from job_part where job in (select id from job where ${over})`, at)
        yield* change(`delete from job where ${over}`, at)
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
