import type { CentreResult, OfficeQuestion } from '../../contracts/generated/types.ts'
import type { Job, JobPart, PartState } from '../../jobs/job.ts'
import { row, type Row, rows, type Value, type Work } from '../database.ts'
import type { Sealer } from '../sealer.ts'

/** What sealed bytes of a job are bound to. */
export const jobContext = {
  question: (id: string) => `job ${id} question`,
  signed: (id: string) => `job ${id} signed`,
  result: (id: string, centre: string) => `job ${id} ${centre} result`,
}

export const jobColumns = `id, caller, question, may_wait, callback, created_at, wait_until, revision, cancelled_at, ended_at, signed`
export const partColumns = 'centre, state, attempts, due_at, revision, exchange_id, result'

/** Jobs with their parts, by a condition on the table `job`. */
export function* jobsWhere(condition: string, sealer: Sealer, ...parameters: Value[]): Work<Job[]> {
  const jobs: Job[] = []
  for (const found of yield* rows(`select ${jobColumns} from job ${condition}`, ...parameters)) {
    const id = String(found['id'])
    const parts = yield* rows(`select ${partColumns} from job_part where job = ? order by place`, id)
    jobs.push(jobOf(found, parts, sealer))
  }
  return jobs
}

export function jobOf(found: Row, parts: readonly Row[], sealer: Sealer): Job {
  const id = String(found['id'])
  return {
    id,
    caller: String(found['caller']),
    question: openedJson<OfficeQuestion>(found['question'], jobContext.question(id), sealer),
    mayWait: Number(found['may_wait']) === 1,
    waitUntil: Number(found['wait_until']),
    callback: found['callback'] === null ? undefined : String(found['callback']),
    createdAt: Number(found['created_at']),
    revision: Number(found['revision']),
    cancelledAt: optionalNumber(found['cancelled_at']),
    endedAt: optionalNumber(found['ended_at']),
    signed:
      found['signed'] === null
        ? undefined
        : sealer.open(found['signed'] as Uint8Array, jobContext.signed(id)),
    parts: parts.map((part) => partOf(id, part, sealer)),
  }
}

function partOf(id: string, found: Row, sealer: Sealer): JobPart {
  const centre = String(found['centre'])
  return {
    centre,
    state: String(found['state']) as PartState,
    attempts: Number(found['attempts']),
    dueAt: Number(found['due_at']),
    revision: Number(found['revision']),
    ...(found['exchange_id'] !== null && { exchangeId: String(found['exchange_id']) }),
    ...(found['result'] !== null && {
      result: openedJson<CentreResult>(found['result'], jobContext.result(id, centre), sealer),
    }),
  }
}

export function openedJson<T>(sealed: unknown, context: string, sealer: Sealer): T {
  return JSON.parse(sealer.open(sealed as Uint8Array, context).toString()) as T
}

export function sealedJson(value: unknown, context: string, sealer: Sealer): Buffer {
  return sealer.seal(Buffer.from(JSON.stringify(value)), context)
}

function optionalNumber(value: unknown): number | undefined {
  return value === null ? undefined : Number(value)
}

/** Rises with every change of a job, inside the transaction that makes it. */
export function* nextRevision(job: string): Work<number> {
  const changed = yield* row('update job set revision = revision + 1 where id = ? returning revision', job)
  return Number(changed?.['revision'])
}
