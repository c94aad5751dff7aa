import { isOpen, type Job } from '../../jobs/job.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { shownJob, shownPart } from '../../jobs/result.ts'
import { beginEventStream } from '../event-stream.ts'
import { traceResponse } from '../trace.ts'
import type { OfficeCall } from './call.ts'
import { jobOf } from './job-reply.ts'

/** Other processes may change the job: their changes are seen at the next look. */
const lookEveryMs = 1_000

/**
 * Server-sent events: `centre` with a job centre for each change, `job` with the whole job at the
 * end. Ids are the job's revisions: whoever comes back with Last-Event-ID misses nothing.
 */
export async function followJob(call: OfficeCall, id: string, jobs: Jobs): Promise<void> {
  const { request, response, requestId } = call
  // A refusal is told as one, before the stream begins.
  await jobOf(call, id, jobs)
  let seen = Number(request.headers['last-event-id'] ?? -1)
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const until = AbortSignal.any([gone.signal, jobs.watchable])
  response.setHeader('traceresponse', traceResponse(request))
  using stream = beginEventStream(request, response, requestId)
  if (!stream) return
  while (!until.aborted) {
    // Listens before it looks: nothing falls between.
    const change = jobs.changed(id, lookEveryMs, until)
    const job = await jobOf(call, id, jobs)
    for (const event of eventsSince(seen, job)) response.write(event)
    seen = Math.max(seen, job.revision)
    if (job.endedAt !== undefined) break
    await change
  }
  response.end()
}

function eventsSince(seen: number, job: Job): string[] {
  const changed = job.parts.filter(({ revision }) => revision > seen)
  const events = changed
    .toSorted((a, b) => a.revision - b.revision)
    .map((part) => eventText('centre', part.revision, shownPart(part)))
  const ended = job.endedAt !== undefined && !job.parts.some(isOpen)
  return ended ? [...events, eventText('job', job.revision, shownJob(job))] : events
}

function eventText(name: string, id: number, data: unknown): string {
  return `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}
