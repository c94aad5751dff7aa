import { chinaDateTime } from '../clock.ts'
import type { JobCentre, JobResult, OfficeJob, OfficeJobs } from '../contracts/generated/types.ts'
import { isOpen, type Job, type JobPart } from './job.ts'

/** What the caller is shown of a job. */
export function shownJob(job: Job): OfficeJob {
  return {
    id: job.id,
    state: stateOf(job),
    createdAt: chinaDateTime(job.createdAt),
    ...(job.mayWait && { waitUntil: chinaDateTime(job.waitUntil) }),
    ...(job.cancelledAt !== undefined && { cancelledAt: chinaDateTime(job.cancelledAt) }),
    ...(job.endedAt !== undefined && { endedAt: chinaDateTime(job.endedAt) }),
    revision: job.revision,
    ...(job.callback !== undefined && { callback: job.callback }),
    centres: job.parts.map(shownPart),
    ...(job.signed && { signed: job.signed.toString('latin1') }),
  }
}

/** The same without facts. */
export function jobSummary(job: Job): OfficeJobs['jobs'][number] {
  const { id, createdAt, endedAt, parts } = job
  return {
    id,
    state: stateOf(job),
    createdAt: chinaDateTime(createdAt),
    ...(endedAt !== undefined && { endedAt: chinaDateTime(endedAt) }),
    centres: parts.map(({ centre, state }) => ({ centre, state })),
  }
}

/** A part of a job that ended needs no time at which it would be asked again. */
export function shownPart({ centre, state, attempts, dueAt, result }: JobPart): JobCentre {
  return {
    centre,
    state,
    attempts,
    ...(state === 'waiting' && { nextAttemptAt: chinaDateTime(dueAt) }),
    ...(result && { result }),
  }
}

/** The merged result of a complete job, to be signed at `now` (epoch milliseconds). */
export function jobResult(job: Job, self: string, now: number): JobResult {
  const { id, question, parts } = job
  return {
    version: '1',
    iss: self,
    job: id,
    service: question.service,
    ...(question.purpose && { purpose: question.purpose }),
    iat: Math.floor(now / 1000),
    endedAt: chinaDateTime(now),
    centres: parts.map(shownPart),
  }
}

function stateOf({ endedAt, parts }: Job): OfficeJob['state'] {
  if (endedAt !== undefined) return 'ended'
  const open = parts.filter(isOpen)
  return open.length > 0 && open.every(({ state }) => state === 'waiting') ? 'waiting' : 'running'
}
