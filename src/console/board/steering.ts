import type { Clock } from '../../clock.ts'
import type { PeerHoldStore } from '../../domain/peer-hold.ts'
import type { PeerHistory } from '../../peer-history/history.ts'
import type { ConsolePerson } from '../person.ts'
import type { RecordAccess } from './record.ts'

export interface SteeringDeps {
  holds: PeerHoldStore & {
    /** Has what changed taken at once by this instance; the others follow. */
    look(): Promise<void>
  }
  history: Pick<PeerHistory, 'changed'>
  recordAccess: RecordAccess
  clock: Clock
}

/** Disconnecting peers by hand (手动断开、恢复), on record and on all instances. Who wants what already is gets it. */
export interface Steering {
  hold(peer: string, person: ConsolePerson, reason: string): Promise<void>
  /** Asked again once a ping has shown that it is well. */
  release(peer: string, person: ConsolePerson, reason: string): Promise<void>
}

export function createSteering({ holds, history, recordAccess, clock }: SteeringDeps): Steering {
  return {
    async hold(peer, person, reason) {
      const by = { staff: person.staff, name: person.name }
      await recordAccess({ person, action: 'hold', centre: peer, reason })
      if (!(await holds.hold({ peer, since: clock(), by, reason }))) return
      history.changed({ peer, state: 'open', why: reason, by })
      await holds.look()
    },
    async release(peer, person, reason) {
      const by = { staff: person.staff, name: person.name }
      await recordAccess({ person, action: 'release', centre: peer, reason })
      if (!(await holds.release(peer))) return
      history.changed({ peer, state: 'half-open', why: reason, by })
      await holds.look()
    },
  }
}
