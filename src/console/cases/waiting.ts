import { chinaDateTime, type Clock } from '../../clock.ts'
import { type ConsolePerson } from '../person.ts'
import { branchesSeen } from '../rights.ts'
import type { ShownWaiting } from '../shown/cases.ts'
import type { Centres } from './centres.ts'
import type { CaseStore, WaitingCentre } from './ports.ts'
import { maskedPerson } from './shown-case.ts'

export interface WaitingDeps {
  clock: Clock
  store: Pick<CaseStore, 'waiting' | 'returned'>
  centres: Pick<Centres, 'nameOf' | 'stateOf'>
}

const mostWaiting = 500
const mostReturned = 100
/** So long it is worth telling, in milliseconds: as long as anything waits. */
const toldMs = 30 * 86_400_000

/** What waits, and what came back since somebody of the branch last looked. Whoever sees all branches is told of none that anything came back. */
export async function shownWaiting(
  person: ConsolePerson,
  { clock, store, centres }: WaitingDeps,
): Promise<ShownWaiting> {
  const branches = branchesSeen(person)
  const waiting = await store.waiting(branches, mostWaiting)
  const since = clock() - toldMs
  const returned =
    branches === 'all' ? [] : await store.returned({ branch: person.branch, since, limit: mostReturned })
  const centre = ({ centre: code }: WaitingCentre) => ({ code, name: centres.nameOf(code) })
  return {
    mark: String(Math.max(0, ...returned.map(({ endedAt = 0 }) => endedAt))),
    waiting: waiting.map((each) => {
      const { name, idNumber } = maskedPerson(each.person)
      return {
        caseId: each.caseId,
        person: { name, idNumber },
        centre: { ...centre(each), state: centres.stateOf(each.centre) },
        since: chinaDateTime(each.since),
        ...(each.state === 'waiting' && { nextAttemptAt: chinaDateTime(each.dueAt) }),
        basisExpires: each.basis.expires,
      }
    }),
    returned: returned.map((each) => ({
      caseId: each.caseId,
      person: { name: maskedPerson(each.person).name },
      centre: centre(each),
      state: each.state,
      at: chinaDateTime(each.endedAt ?? each.since),
    })),
  }
}
