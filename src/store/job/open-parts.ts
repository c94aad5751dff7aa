import type { OpenParts } from '../../console/board/ports.ts'
import { type Database, rows } from '../database.ts'

/** Questions of jobs that are open, by centre and state. Fails with STORE_UNAVAILABLE. */
export async function openParts(database: Pick<Database, 'read'>): Promise<OpenParts[]> {
  const found = await database.read(() =>
    rows(
      `select centre, job_part.state as state, count(*) as parts, min(created_at) as oldest
       from job_part join job on job.id = job_part.job
       where job_part.state in ('queued', 'asking', 'waiting') group by centre, job_part.state`,
    ),
  )
  return found.map((each) => ({
    centre: String(each['centre']),
    state: String(each['state']) as OpenParts['state'],
    parts: Number(each['parts']),
    oldest: Number(each['oldest']),
  }))
}
