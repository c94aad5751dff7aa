import type { BranchesSeen, CaseContent, CaseHead } from '../../console/cases/ports.ts'
import type { Row, Value } from '../database.ts'
import { openedJson } from '../job/job-rows.ts'
import type { Sealer } from '../sealer.ts'

/** What a case's sealed content is bound to. */
export function contentContext(id: string): string {
  return `case ${id} content`
}

export const caseColumns = 'console_case.id, branch, staff, purpose, content, created_at'

/** How a centre's part stands for officers: an answer that nothing is issued is no certificate. */
export const standsAs = "(case when job_part.outcome = 'not-issuable' then 'refused' else state end)"

export function headOf(found: Row, sealer: Sealer): CaseHead {
  const id = String(found['id'])
  return {
    ...openedJson<CaseContent>(found['content'], contentContext(id), sealer),
    id,
    branch: String(found['branch']),
    staff: String(found['staff']),
    purpose: String(found['purpose']) as CaseHead['purpose'],
    createdAt: Number(found['created_at']),
  }
}

export function applicationOf(applicationNumber: string, sealer: Sealer): string {
  return sealer.keyedHash(`application ${applicationNumber}`)
}

/** A condition with its parameters, for what somebody may see. */
export function seenBy(branches: BranchesSeen): { sql: string; parameters: Value[] } {
  if (branches === 'all') return { sql: '1 = 1', parameters: [] }
  return { sql: `branch in (${branches.map(() => '?').join()})`, parameters: [...branches] }
}
