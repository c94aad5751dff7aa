import type { Restored } from '../../backup/ports.ts'
import { change, row, type Work } from '../database.ts'
import { keepKeyMark } from './key-mark-table.ts'

/** Keeps that the store came back from a backup and with which key it is sealed, and lifts running numbers. */
export function* keepRestored({ at, takenAt, journal, storeKey, numbers }: Restored): Work<void> {
  yield* change(
    'insert into restore (at, taken_at, sequence, hash) values (?, ?, ?, ?)',
    at,
    takenAt * 1000,
    journal.sequence,
    journal.hash,
  )
  yield* keepKeyMark(storeKey)
  yield* change(
    'update running_number set next = case when next < ? then ? else next + ? end',
    numbers.from,
    numbers.from,
    numbers.by,
  )
  for (const name of numbers.names)
    yield* change(
      'insert into running_number (name, next) values (?, ?) on conflict do nothing',
      name,
      numbers.from,
    )
}

/** When the store last came back from a backup, epoch milliseconds; undefined where it never did. */
export function* restoredAt(): Work<number | undefined> {
  const last = yield* row('select at from restore order by at desc limit 1')
  return last && Number(last['at'])
}
