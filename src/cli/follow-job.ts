import type { JobCentre, OfficeJob } from '../contracts/generated/types.ts'
import type { OfficeClient } from './office-client.ts'
import { partLine } from './result-lines.ts'

/** Follows a job until it has ended, or `stopped` resolves; tells each change as it comes. Gives the job as it is then. */
export async function followJob(
  id: string,
  client: OfficeClient,
  tell: ((line: string) => void) | undefined,
  stopped: Promise<void>,
): Promise<OfficeJob> {
  let ended: OfficeJob | undefined
  await client.follow(
    `/office/v1/jobs/${id}/events`,
    ({ event, data }) => {
      if (event === 'job') ended = JSON.parse(data) as OfficeJob
      else if (event === 'centre') tell?.(partLine(JSON.parse(data) as JobCentre))
    },
    stopped,
  )
  return ended ?? (await client.call<OfficeJob>('GET', `/office/v1/jobs/${id}`))
}
