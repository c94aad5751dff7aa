import { randomUUIDv7 } from 'node:crypto'
import type { InstanceLife, PeerChange, PeerHistoryStore, TrafficCount } from '../../peer-history/ports.ts'
import { change, type Database, type Row, rows, type Work } from '../database.ts'

export function createPeerHistoryStore(database: Database): PeerHistoryStore {
  return {
    keep: (changes, counts, life) =>
      database.write(function* () {
        yield* keepLife(life)
        for (const each of changes) yield* keepChange(each)
        for (const each of counts) yield* addCount(each)
      }),
    async changes(peer, since, limit) {
      const found = await database.read(() =>
        rows(
          `select peer, at, state, why, instance, staff, name from peer_change
           where peer = ? and at >= ? order by at desc, id desc limit ?`,
          peer,
          since,
          limit,
        ),
      )
      return found.map(changeOf).toReversed()
    },
    async traffic(peer, since) {
      const found = await database.read(() =>
        rows(
          'select peer, at, bucket, asked, failed from peer_traffic where peer = ? and at >= ? order by at, bucket',
          peer,
          since,
        ),
      )
      return found.map((each) => ({
        peer: String(each['peer']),
        at: Number(each['at']),
        bucket: Number(each['bucket']),
        asked: Number(each['asked']),
        failed: Number(each['failed']),
      }))
    },
    async lives() {
      const found = await database.read(() => rows('select instance, seen_at from instance_life'))
      return found.map((each) => ({ instance: String(each['instance']), seenAt: Number(each['seen_at']) }))
    },
    forget: (before) =>
      database.write(function* () {
        yield* change('delete from instance_life where seen_at < ?', before)
        yield* change('delete from peer_change where at < ? and staff is null', before)
        yield* change('delete from peer_traffic where at < ?', before)
      }),
  }
}

function* keepChange({ peer, at, state, why, instance, by }: PeerChange): Work<void> {
  yield* change(
    'insert into peer_change (id, peer, at, state, why, instance, staff, name) values (?, ?, ?, ?, ?, ?, ?, ?)',
    randomUUIDv7(),
    peer,
    at,
    state,
    why ?? null,
    instance,
    by?.staff ?? null,
    by?.name ?? null,
  )
}

function* keepLife({ instance, seenAt }: InstanceLife): Work<void> {
  yield* change(
    `insert into instance_life (instance, seen_at) values (?, ?)
     on conflict (instance) do update set seen_at = excluded.seen_at`,
    instance,
    seenAt,
  )
}

function* addCount({ peer, at, bucket, asked, failed }: TrafficCount): Work<void> {
  yield* change(
    `insert into peer_traffic (peer, at, bucket, asked, failed) values (?, ?, ?, ?, ?)
     on conflict (peer, at, bucket) do update set
       asked = peer_traffic.asked + excluded.asked, failed = peer_traffic.failed + excluded.failed`,
    peer,
    at,
    bucket,
    asked,
    failed,
  )
}

function changeOf(found: Row): PeerChange {
  return {
    peer: String(found['peer']),
    at: Number(found['at']),
    state: String(found['state']) as PeerChange['state'],
    why: found['why'] === null ? undefined : String(found['why']),
    instance: String(found['instance']),
    by: found['staff'] === null ? undefined : { staff: String(found['staff']), name: String(found['name']) },
  }
}
