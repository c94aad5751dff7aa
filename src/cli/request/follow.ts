import type { JobCentre, OfficeJob } from '../../contracts/generated/types.ts'
import type { OfficeClient } from './office-client.ts'
import { partLine } from './result-lines.ts'

/** Follows a job until it has ended, or `stopped` resolves; tells each change as it comes. Gives the job as it is then. */
export async function followJob(
  id: string,
  client: OfficeClient,
  tell: ((line: string) => void) | undefined,
  stopped: Promise<void>,
): Promise<OfficeJob> {
  const seen: { ended?: OfficeJob } = {}
  let last: string | undefined
  const stop = new AbortController()
  void stopped.then(() => stop.abort())
  // A gateway that takes another configuration lets go of who follows.
  while (!seen.ended && !stop.signal.aborted) {
    await client.follow(
      `/office/v1/jobs/${id}/events`,
      ({ id: revision, event, data }) => {
        last = revision
        if (event === 'job') seen.ended = JSON.parse(data) as OfficeJob
        else if (event === 'centre') tell?.(partLine(JSON.parse(data) as JobCentre))
      },
      { after: last, signal: stop.signal },
    )
  }
  return seen.ended ?? (await client.call<OfficeJob>('GET', `/office/v1/jobs/${id}`))
}
