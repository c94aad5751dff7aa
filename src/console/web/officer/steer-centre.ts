import type { ShownCase } from '../../shown/cases.ts'
import { post, remove } from '../api.ts'

/** What can be done about one centre of a case. */
export type Steering = 'retry' | 'wait' | 'give-up'

/** Gives the case as it is then. */
export function steerCentre(caseId: string, centre: string, steering: Steering): Promise<ShownCase> {
  const place = `/cases/${encodeURIComponent(caseId)}/centres/${encodeURIComponent(centre)}`
  if (steering === 'give-up') return remove(`${place}/wait`)
  return post(`${place}/${steering}`)
}
