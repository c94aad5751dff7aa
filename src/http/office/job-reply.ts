import { GatewayError } from '../../errors.ts'
import type { Job } from '../../jobs/job.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { shownJob } from '../../jobs/result.ts'
import { respond } from '../respond.ts'
import type { OfficeCall } from './call.ts'

/** How soon to look again at a job that runs, and at one that waits; in seconds. */
const again = { running: 1, waiting: 10, ended: 0 }
/** Another process may end the job; its end is seen at the next look. */
const lookEveryMs = 500

/** The caller's own job. Fails with JOB_UNKNOWN. */
export async function jobOf({ caller }: OfficeCall, id: string, jobs: Jobs): Promise<Job> {
  const job = await jobs.find(id, caller.name)
  if (!job) throw new GatewayError('JOB_UNKNOWN')
  return job
}

/** The job, once it has ended or only waits; undefined where that takes longer than `seconds`, the caller has gone, or the gateway stops. */
export async function whenEnded(
  call: OfficeCall,
  id: string,
  seconds: number,
  jobs: Jobs,
): Promise<Job | undefined> {
  const gone = new AbortController()
  call.response.once('close', () => gone.abort())
  const patience = AbortSignal.any([gone.signal, jobs.watchable, AbortSignal.timeout(seconds * 1000)])
  while (!patience.aborted) {
    const change = jobs.changed(id, lookEveryMs, patience)
    const job = await jobOf(call, id, jobs)
    if (shownJob(job).state !== 'running') return job
    await change
  }
  return undefined
}

/** 200 with a job of which nothing more comes, else 202 and when to come again. */
export function respondJob(
  { response, requestId }: OfficeCall,
  job: Job,
  { applied, status }: { applied?: string; status?: number } = {},
): void {
  const shown = shownJob(job)
  const ended = shown.state === 'ended'
  if (!ended) response.setHeader('location', `/office/v1/jobs/${job.id}`)
  if (applied !== undefined) response.setHeader('preference-applied', applied)
  respond(response, {
    status: status ?? (ended ? 200 : 202),
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify(shown),
    requestId,
    retryAfterSeconds: ended ? undefined : again[shown.state],
  })
}

/** Seconds after which a look at a job in this state makes sense again. */
export function lookAgainAfter(job: Job): number {
  return again[shownJob(job).state]
}
