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
  centres: Pick<Centres, 'nameOf' | 'states'>
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
  const waiting = await store.waiting(branches, mostWaiting + 1)
  const since = clock() - toldMs
  const back =
    branches === 'all' ? [] : await store.returned({ branch: person.branch, since, limit: mostReturned + 1 })
  const returned = wholeMoments(back)
  const states = centres.states()
  const centre = ({ centre: code }: WaitingCentre) => ({ code, name: centres.nameOf(code) })
  return {
    mark: String(returned.at(-1)?.endedAt ?? 0),
    waiting: waiting.slice(0, mostWaiting).map((each) => {
      const { name, idNumber } = maskedPerson(each.person)
      return {
        caseId: each.caseId,
        person: { name, idNumber },
        centre: { ...centre(each), state: states.get(each.centre) ?? 'unproven' },
        since: chinaDateTime(each.since),
        ...(each.state === 'waiting' && { nextAttemptAt: chinaDateTime(each.dueAt) }),
        basisExpires: each.basis.expires,
      }
    }),
    moreWaiting: waiting.length > mostWaiting,
    returned: returned.map((each) => ({
      caseId: each.caseId,
      person: { name: maskedPerson(each.person).name },
      centre: centre(each),
      state: each.state,
      at: chinaDateTime(each.endedAt ?? each.since),
    })),
    moreReturned: back.length > returned.length,
  }
}

/** As many as are shown. What came back at one moment is not parted: the mark would cover what is not shown. */
function wholeMoments(oldestFirst: readonly WaitingCentre[]): readonly WaitingCentre[] {
  const shown = oldestFirst.slice(0, mostReturned)
  const next = oldestFirst[mostReturned]
  const whole = shown.filter(({ endedAt }) => endedAt !== next?.endedAt)
  return whole.length > 0 ? whole : shown
}
