import type { MaintenanceStore } from '../../domain/maintenance.ts'
import { change, type Database, row } from '../database.ts'

export function createMaintenanceTable(database: Database): MaintenanceStore {
  return {
    async announced() {
      const kept = await database.read(() =>
        row('select message_zh, message_en, since, until from maintenance where id = 1'),
      )
      return (
        kept && {
          message: { zh: String(kept['message_zh']), en: String(kept['message_en']) },
          since: Number(kept['since']),
          until: kept['until'] === null ? undefined : Number(kept['until']),
        }
      )
    },
    async announce({ message, since, until }) {
      await database.write(function* () {
        yield* change('delete from maintenance where id = 1')
        yield* change(
          'insert into maintenance (id, message_zh, message_en, since, until) values (1, ?, ?, ?, ?)',
          message.zh,
          message.en,
          since,
          until ?? null,
        )
      })
    },
    end: async () => (await database.write(() => change('delete from maintenance where id = 1'))) > 0,
  }
}
