import type { BranchesSeen, CaseFilter, CaseStore, KeptCase, ListedCase } from '../../console/cases/ports.ts'
import type { PartState } from '../../jobs/job.ts'
import { askAgain, createCase, knownCase } from './case-create.ts'
import { applicationOf, caseColumns, headOf, seenBy, standsAs } from './case-rows.ts'
import { returnedCentres, waitingCentres } from './case-waiting.ts'
import { change, type Database, row, rows, type Value, type Work } from '../database.ts'
import { jobColumns, jobOf, partColumns } from '../job/job-rows.ts'
import type { Sealer } from '../sealer.ts'
import { subjectOf } from '../subject.ts'

/** How many cases are forgotten in one transaction. */
const together = 100

/** Cases of the console, and their jobs in the same transactions. */
export function createCaseStore({ database, sealer }: { database: Database; sealer: Sealer }): CaseStore {
  return {
    create: (entered, jobs, bounds, asked) =>
      database.write(() => createCase(entered, jobs, bounds, asked, sealer)),
    known: (entered) => database.read(() => knownCase(entered, sealer)),
    find: (id, branches) => database.read(() => findCase(id, branches, sealer)),
    list: (filter, limit) => database.read(() => listCases(filter, limit, sealer)),
    ask: (caseId, job, bounds, asked) => database.write(() => askAgain(caseId, job, bounds, asked, sealer)),
    waiting: (branches, limit) => database.read(() => waitingCentres(branches, limit, sealer)),
    returned: (wanted) => database.read(() => returnedCentres(wanted, sealer)),

    async revision(id) {
      const found = await database.read(() =>
        row(
          'select count(*) as asks, coalesce(sum(revision), 0) as revisions from console_ask join job on job.id = console_ask.job where case_id = ?',
          id,
        ),
      )
      const asks = Number(found?.['asks'])
      return asks > 0 ? asks + Number(found?.['revisions']) : undefined
    },

    async seen(branch, at) {
      await database.write(() =>
        change(
          `insert into console_seen (branch, at) values (?, ?)
           on conflict (branch) do update set at = excluded.at where excluded.at > console_seen.at`,
          branch,
          at,
        ),
      )
    },

    async forget(at) {
      while ((await database.write(() => forgetSome(at))) === together);
    },
  }
}

function* findCase(id: string, branches: BranchesSeen, sealer: Sealer): Work<KeptCase | undefined> {
  const { sql, parameters } = seenBy(branches)
  const found = yield* row(
    `select ${caseColumns} from console_case where id = ? and ${sql}`,
    id,
    ...parameters,
  )
  if (!found) return undefined
  const centres = yield* rows(
    'select centre, job from console_case_centre where case_id = ? order by place',
    id,
  )
  const asks = yield* rows(
    `select ${jobColumns} from console_ask join job on job.id = console_ask.job
     where case_id = ? order by console_ask.place`,
    id,
  )
  const parts = yield* rows(
    `select job_part.job as job, ${partColumns} from console_ask join job_part on job_part.job = console_ask.job
     where case_id = ? order by job_part.place`,
    id,
  )
  const partsOf = Map.groupBy(parts, ({ job }) => String(job))
  return {
    ...headOf(found, sealer),
    centres: centres.map(({ centre, job }) => ({ centre: String(centre), job: String(job) })),
    asks: asks.map((job) => jobOf(job, partsOf.get(String(job['id'])) ?? [], sealer)),
  }
}

function* listCases(filter: CaseFilter, limit: number, sealer: Sealer): Work<ListedCase[]> {
  const { sql, parameters } = conditionOf(filter, sealer)
  const found = yield* rows(
    `select ${caseColumns}, newest.centre as centre, ${standsAs} as state from
       (select ${caseColumns} from console_case where ${sql}
        order by created_at desc, console_case.id desc limit ?) as console_case
       join console_case_centre as newest on newest.case_id = console_case.id
       join job_part on job_part.job = newest.job and job_part.centre = newest.centre
     order by created_at desc, console_case.id desc, newest.place`,
    ...parameters,
    limit,
  )
  return Map.groupBy(found, ({ id }) => id)
    .values()
    .map(([first = {}, ...others]) => ({
      ...headOf(first, sealer),
      centres: [first, ...others].map(({ centre, state }) => ({
        centre: String(centre),
        state: String(state) as PartState,
      })),
    }))
    .toArray()
}

function conditionOf(filter: CaseFilter, sealer: Sealer): { sql: string; parameters: Value[] } {
  const { branches, from, to, state, staff, idNumber, applicationNumber } = filter
  const seen = seenBy(branches)
  // Of one person or application there are few cases: SQLite is kept from going through all of the days instead.
  const made = idNumber === undefined && applicationNumber === undefined ? 'created_at' : '+created_at'
  const conditions: [string, ...Value[]][] = [
    [seen.sql, ...seen.parameters],
    [`${made} >= ? and ${made} < ?`, from, to],
  ]
  if (staff !== undefined) conditions.push(['staff = ?', staff])
  if (idNumber !== undefined) conditions.push(['subject = ?', subjectOf(idNumber, sealer)])
  if (applicationNumber !== undefined) {
    conditions.push(['application = ?', applicationOf(applicationNumber, sealer)])
  }
  if (state !== undefined) {
    conditions.push([
      `exists (select 1 from console_case_centre as newest join job_part on job_part.job = newest.job and job_part.centre = newest.centre
        where newest.case_id = console_case.id and ${standsAs} = ?)`,
      state,
    ])
  }
  return {
    sql: conditions.map(([sql]) => sql).join(' and '),
    parameters: conditions.flatMap(([, ...parameters]) => parameters),
  }
}

/** How many were forgotten. */
function* forgetSome(at: number): Work<number> {
  const over = yield* rows(
    `select id from console_case where created_at < ? and not exists
       (select 1 from console_ask join job on job.id = console_ask.job
        where case_id = console_case.id and (ended_at is null or ended_at >= ?)) limit ${together}`,
    at,
    at,
  )
  for (const { id } of over) {
    for (const { job } of yield* rows('select job from console_ask where case_id = ?', String(id))) {
      yield* change('delete from job_part where job = ?', String(job))
      yield* change('delete from job where id = ?', String(job))
    }
    yield* change('delete from console_ask where case_id = ?', String(id))
    yield* change('delete from console_case_centre where case_id = ?', String(id))
    yield* change('delete from console_case where id = ?', String(id))
  }
  return over.length
}
