import type { DirectoryArchive, KeptDirectory, KeptVersion } from '../../directory/ports.ts'
import { change, type Database, row, type Row, rows } from '../database.ts'

/** Every directory that was in force here, across restarts and the processes that share the store. */
export function createDirectoryTable(database: Database): KeptDirectory & DirectoryArchive {
  return {
    async last() {
      const kept = await database.read(() =>
        row('select version, token from directory order by version desc limit 1'),
      )
      return kept && keptVersion(kept)
    },
    async versions(limit) {
      const kept = await database.read(() =>
        rows('select version from directory order by version desc limit ?', limit),
      )
      return kept.map(({ version }) => Number(version))
    },
    async version(version) {
      const kept = await database.read(() =>
        row('select version, token from directory where version = ?', version),
      )
      return kept && keptVersion(kept)
    },
    async keep(version, token) {
      await database.write(() =>
        change('insert into directory (version, token) values (?, ?) on conflict do nothing', version, token),
      )
    },
  }
}

function keptVersion({ version, token }: Row): KeptVersion {
  return { version: Number(version), bytes: Buffer.from(String(token), 'latin1') }
}
