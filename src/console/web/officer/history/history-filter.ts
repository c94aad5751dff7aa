import type { CentreState } from '../../../shown/cases.ts'

/** What cases are looked for by. */
export interface CaseFilter {
  from: string
  to: string
  state: '' | CentreState
  mine: boolean
  idNumber: string
  applicationNumber: string
}

export function noFilter(): CaseFilter {
  return { from: '', to: '', state: '', mine: false, idNumber: '', applicationNumber: '' }
}

/** Whether anything is looked for at all. */
export function isFiltered(filter: CaseFilter): boolean {
  const how = caseSearch(filter)
  return 'post' in how || how.get !== ''
}

/** How to ask: what names a person goes into a body, never into an address. */
export function caseSearch(filter: CaseFilter): { get: string } | { post: Record<string, string | boolean> } {
  const { from, to, state, mine, idNumber, applicationNumber } = filter
  const plain = Object.entries({ from, to, state }).filter(([, value]) => value !== '')
  const personal = Object.entries({
    idNumber: idNumber.replace(/\s/g, '').toUpperCase(),
    applicationNumber: applicationNumber.trim(),
  }).filter(([, value]) => value !== '')
  if (personal.length > 0) {
    return { post: { ...Object.fromEntries([...plain, ...personal]), ...(mine && { mine }) } }
  }
  const query = new URLSearchParams(plain)
  if (mine) query.set('mine', '1')
  return { get: query.size > 0 ? `?${query}` : '' }
}
