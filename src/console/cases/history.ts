import type { ConsoleCaseSearch } from '../../contracts/generated/types.ts'
import { chinaDateTime } from '../../clock.ts'
import type { ConsolePerson } from '../person.ts'
import { soughtBy } from '../reason.ts'
import { branchesSeen } from '../rights.ts'
import type { ShownAccess, ShownCases } from '../shown/cases.ts'
import { spanOf } from './days.ts'
import type { Accesses } from './accesses.ts'
import type { AccessLog, CaseStore } from './ports.ts'
import { caseSummary, type Names } from './shown-case.ts'
import { tidied } from './tidied.ts'

const shownAtATime = 50
const accessesAtATime = 100

export interface HistoryDeps {
  store: Pick<CaseStore, 'list'>
  accesses: Pick<Accesses, 'record'>
  names: Names
  /** As the journal has it. */
  subjectHash(idNumber: string): string
}

/** Cases of one's own branch, or of all for who audits; newest first. That somebody is looked for by number is written down first. */
export async function shownCases(
  person: ConsolePerson,
  search: ConsoleCaseSearch,
  { store, accesses, names, subjectHash }: HistoryDeps,
): Promise<ShownCases> {
  const idNumber = tidied(search.idNumber)
  const applicationNumber = tidied(search.applicationNumber).replaceAll(' ', '')
  if (idNumber !== '') {
    await accesses.record({ person, action: 'find', reason: soughtBy(subjectHash(idNumber)) })
  }
  const found = await store.list(
    {
      branches: branchesSeen(person),
      ...spanOf(search),
      state: search.state,
      staff: search.mine ? person.staff : undefined,
      idNumber: idNumber || undefined,
      applicationNumber: applicationNumber || undefined,
    },
    shownAtATime + 1,
  )
  return {
    cases: found.slice(0, shownAtATime).map((listed) => caseSummary(listed, names)),
    more: found.length > shownAtATime,
  }
}

/** Who looked at what: of their own branch for supervisors, all for auditors. */
export async function shownAccess(
  person: ConsolePerson,
  { from, to }: Pick<ConsoleCaseSearch, 'from' | 'to'>,
  { log, names }: { log: Pick<AccessLog, 'list'>; names: Names },
): Promise<ShownAccess> {
  const found = await log.list(
    { branches: branchesSeen(person), ...spanOf({ from, to }) },
    accessesAtATime + 1,
  )
  return {
    entries: found.slice(0, accessesAtATime).map((record) => {
      const { at, staff, name, role, branch, action, caseId, centre, exchangeId, reason } = record
      return {
        at: chinaDateTime(at),
        staff,
        name,
        role,
        branch: { code: branch, name: names.branch(branch) },
        action,
        ...(caseId && { caseId }),
        ...(centre && { centre: { code: centre, name: names.centre(centre) } }),
        ...(exchangeId && { exchangeId }),
        ...(reason && { reason }),
      }
    }),
    more: found.length > accessesAtATime,
  }
}
