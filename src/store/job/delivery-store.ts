import { randomUUIDv7 } from 'node:crypto'
import type { CallbackEvent, Delivery, DeliveryState } from '../../callbacks/delivery.ts'
import type { DeliveryFilter, DeliveryStore } from '../../callbacks/ports.ts'
import { change, type Database, row, type Row, rows, type Work } from '../database.ts'
import { traceColumns, traceIn } from './trace-columns.ts'

interface Deps {
  database: Database
  /** Unique per process start. */
  owner: string
}

/** How long a delivery is tried, in milliseconds: over a weekend. */
const triedMs = 3 * 24 * 3_600_000

const columns = `id, caller, place, event, job, revision, centres, created_at, state, attempts, last_try_at, last_failure, due_at, give_up_at, ended_at, traceparent, tracestate`

/** Deliveries, and who sends them. Which are free to send is decided inside the one transaction that takes them. */
export function createDeliveryStore({ database, owner }: Deps): DeliveryStore {
  return {
    due: (at) =>
      database.read(function* () {
        const found = yield* rows(
          `select caller, place, min(give_up_at) as give_up_at from delivery
           where state = 'pending' and due_at <= ? and claimed_until <= ? group by caller, place`,
          at,
          at,
        )
        return found.map((each) => ({ ...placeOf(each), overdue: Number(each['give_up_at']) <= at }))
      }),

    claim: (at, { caller, place }, { limit, leaseMs }) =>
      database.write(function* () {
        const found = yield* rows(
          `select ${columns} from delivery
           where state = 'pending' and caller = ? and place = ? and due_at <= ? and claimed_until <= ? and give_up_at > ?
           order by due_at, id limit ?`,
          caller,
          place,
          at,
          at,
          at,
          limit,
        )
        for (const { id } of found)
          yield* change(
            'update delivery set owner = ?, claimed_until = ? where id = ?',
            owner,
            at + leaseMs,
            String(id),
          )
        return found.map(deliveryOf)
      }),

    giveUp: (at, { caller, place }) =>
      database.write(() =>
        change(
          `update delivery set state = 'given-up', ended_at = ?
           where state = 'pending' and caller = ? and place = ? and give_up_at <= ? and claimed_until <= ?`,
          at,
          caller,
          place,
          at,
          at,
        ),
      ),

    settle: (id, { state, at, failure, dueAt }) =>
      database.write(function* () {
        yield* change(
          `update delivery set state = ?, attempts = attempts + 1, last_try_at = ?, last_failure = ?, due_at = ?, ended_at = ?,
             owner = null, claimed_until = 0 where id = ? and owner = ?`,
          state,
          at,
          failure ?? null,
          dueAt,
          state === 'pending' ? null : at,
          id,
          owner,
        )
      }),

    giveBack: (id) =>
      database.write(function* () {
        yield* change(
          'update delivery set owner = null, claimed_until = 0 where id = ? and owner = ?',
          id,
          owner,
        )
      }),

    release: (at, { caller, place }) =>
      database.write(function* () {
        yield* change(
          "update delivery set due_at = ? where state = 'pending' and caller = ? and place = ? and due_at > ?",
          at,
          caller,
          place,
          at,
        )
      }),

    list: (filter, limit) => database.read(() => list(filter, limit)),

    resend: (id, caller, at) =>
      database.write(function* () {
        yield* change(
          `update delivery set state = 'pending', attempts = 0, due_at = ?, give_up_at = ?, ended_at = null
           where id = ? and caller = coalesce(?, caller)`,
          at,
          at + triedMs,
          id,
          caller ?? null,
        )
        const found = yield* row(
          `select ${columns} from delivery where id = ? and caller = coalesce(?, caller)`,
          id,
          caller ?? null,
        )
        return found && deliveryOf(found)
      }),

    forget: (at) =>
      database.write(function* () {
        yield* change('delete from delivery where ended_at < ?', at)
      }),

    figures: () =>
      database.read(function* () {
        const found = yield* rows(
          "select caller, place, count(*) as pending, min(created_at) as oldest from delivery where state = 'pending' group by caller, place",
        )
        return found.map((each) => ({
          ...placeOf(each),
          pending: Number(each['pending']),
          oldest: Number(each['oldest']),
        }))
      }),
  }
}

/** Puts a callback in line for a job as it is now, where it has one; belongs inside the transaction that made it so. */
export function* enqueueDelivery(job: string, event: CallbackEvent, at: number): Work<void> {
  const found = yield* row(
    'select caller, callback, revision, traceparent, tracestate from job where id = ?',
    job,
  )
  if (!found || found['callback'] === null) return
  const parts = yield* rows('select centre, state from job_part where job = ? order by place', job)
  const centres = parts.map(({ centre, state }) => ({ centre: String(centre), state: String(state) }))
  yield* change(
    `insert into delivery (id, caller, place, event, job, revision, centres, created_at, state, attempts, due_at, give_up_at, traceparent, tracestate, claimed_until)
     values (?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, ?, ?, ?, ?, 0)`,
    randomUUIDv7(),
    String(found['caller']),
    String(found['callback']),
    event,
    job,
    Number(found['revision']),
    JSON.stringify(centres),
    at,
    at,
    at + triedMs,
    ...traceColumns(traceIn(found)),
  )
}

function* list(filter: DeliveryFilter, limit: number): Work<Delivery[]> {
  const given = Object.entries({ caller: filter.caller, job: filter.job, state: filter.state }).flatMap(
    ([column, value]) => (value === undefined ? [] : [{ column, value }]),
  )
  const condition = given.map(({ column }) => ` and ${column} = ?`).join('')
  const found = yield* rows(
    `select ${columns} from delivery where true${condition} order by created_at desc, id desc limit ?`,
    ...given.map(({ value }) => value),
    limit,
  )
  return found.map(deliveryOf)
}

function placeOf(found: Row): { caller: string; place: string } {
  return { caller: String(found['caller']), place: String(found['place']) }
}

function deliveryOf(found: Row): Delivery {
  return {
    id: String(found['id']),
    ...placeOf(found),
    event: String(found['event']) as CallbackEvent,
    job: String(found['job']),
    revision: Number(found['revision']),
    centres: JSON.parse(String(found['centres'])) as Delivery['centres'],
    createdAt: Number(found['created_at']),
    state: String(found['state']) as DeliveryState,
    attempts: Number(found['attempts']),
    lastTryAt: optionalNumber(found['last_try_at']),
    lastFailure: found['last_failure'] === null ? undefined : String(found['last_failure']),
    dueAt: Number(found['due_at']),
    giveUpAt: Number(found['give_up_at']),
    endedAt: optionalNumber(found['ended_at']),
    trace: traceIn(found),
  }
}

function optionalNumber(value: unknown): number | undefined {
  return value === null ? undefined : Number(value)
}
