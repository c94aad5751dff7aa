import type { AvailabilityStore } from '../../availability/ports.ts'
import { change, type Database, rows } from '../database.ts'

export function createAvailabilityStore(database: Database): AvailabilityStore {
  return {
    add: (counts) =>
      database.write(function* () {
        for (const { centre, day, asked, responded, lastRespondedAt = 0 } of counts) {
          yield* change(
            `insert into availability (centre, day, asked, responded, last_responded_at) values (?, ?, ?, ?, ?)
             on conflict (centre, day) do update set
               asked = availability.asked + excluded.asked,
               responded = availability.responded + excluded.responded,
               last_responded_at = case when excluded.last_responded_at > availability.last_responded_at
                 then excluded.last_responded_at else availability.last_responded_at end`,
            centre,
            day,
            asked,
            responded,
            lastRespondedAt,
          )
        }
      }),
    async since(day) {
      const found = await database.read(() =>
        rows(
          'select centre, day, asked, responded, last_responded_at from availability where day >= ? order by day, centre',
          day,
        ),
      )
      return found.map((each) => ({
        centre: String(each['centre']),
        day: String(each['day']),
        asked: Number(each['asked']),
        responded: Number(each['responded']),
        lastRespondedAt: Number(each['last_responded_at']) || undefined,
      }))
    },
    async forget(day) {
      await database.write(() => change('delete from availability where day < ?', day))
    },
  }
}
