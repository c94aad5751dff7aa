import type { PeerHoldStore } from '../../domain/peer-hold.ts'
import { change, type Database, rows } from '../database.ts'

export function createPeerHoldTable(database: Database): PeerHoldStore {
  return {
    async held() {
      const found = await database.read(() =>
        rows('select peer, since, staff, name, reason from peer_hold order by peer'),
      )
      return found.map((each) => ({
        peer: String(each['peer']),
        since: Number(each['since']),
        by: { staff: String(each['staff']), name: String(each['name']) },
        reason: String(each['reason']),
      }))
    },
    async hold({ peer, since, by, reason }) {
      const held = await database.write(() =>
        change(
          'insert into peer_hold (peer, since, staff, name, reason) values (?, ?, ?, ?, ?) on conflict do nothing',
          peer,
          since,
          by.staff,
          by.name,
          reason,
        ),
      )
      return held > 0
    },
    release: async (peer) =>
      (await database.write(() => change('delete from peer_hold where peer = ?', peer))) > 0,
  }
}
