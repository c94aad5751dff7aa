import { GatewayError } from '../../errors.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { jobSummary } from '../../jobs/result.ts'
import { respondJson } from '../respond.ts'
import { type OfficeRoute, parameter } from './call.ts'
import { followJob } from './job-events.ts'
import { jobOf, lookAgainAfter, respondJob } from './job-reply.ts'
import { createPolling } from './polling.ts'
import type { Clock } from '../../clock.ts'

export interface JobRoutesDeps {
  jobs: Jobs
  clock: Clock
}

/** A caller's own jobs. */
export function jobRoutes({ jobs, clock }: JobRoutesDeps): OfficeRoute[] {
  const polling = createPolling(clock)
  return [
    {
      operationId: 'listJobs',
      method: 'get',
      path: '/office/v1/jobs',
      needs: ['jobs'],
      async handle({ response, requestId, caller }) {
        const own = await jobs.list(caller.name)
        respondJson(response, 200, { jobs: own.map(jobSummary) }, requestId)
      },
    },
    {
      operationId: 'getJob',
      method: 'get',
      path: '/office/v1/jobs/:jobId',
      needs: ['jobs'],
      async handle(call) {
        const job = await jobOf(call, parameter(call, 'jobId'), jobs)
        polling.assertNotTooSoon(job.id, job.revision, lookAgainAfter(job))
        respondJob(call, job, { status: 200 })
      },
    },
    {
      operationId: 'followJob',
      method: 'get',
      path: '/office/v1/jobs/:jobId/events',
      needs: ['jobs'],
      handle: (call) => followJob(call, parameter(call, 'jobId'), jobs),
    },
    {
      operationId: 'cancelJob',
      method: 'delete',
      path: '/office/v1/jobs/:jobId',
      needs: ['jobs'],
      async handle(call) {
        const id = parameter(call, 'jobId')
        if (!(await jobs.cancel(id, call.caller.name))) throw new GatewayError('JOB_UNKNOWN')
        respondJob(call, await jobOf(call, id, jobs), { status: 200 })
      },
    },
  ]
}
