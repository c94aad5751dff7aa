import type { KeptDirectory } from '../directory/ports.ts'
import { change, type Database, row } from './database.ts'

/** Every directory that was in force here, across restarts and the processes that share the store. */
export function createDirectoryTable(database: Database): KeptDirectory {
  return {
    async last() {
      const kept = await database.read(() =>
        row('select version, token from directory order by version desc limit 1'),
      )
      return kept && { version: Number(kept['version']), bytes: Buffer.from(String(kept['token']), 'latin1') }
    },
    async keep(version, token) {
      await database.write(() =>
        change('insert into directory (version, token) values (?, ?) on conflict do nothing', version, token),
      )
    },
  }
}
