import type { DatabaseSync } from 'node:sqlite'
import type { KeptDirectory } from '../directory/ports.ts'
import { GatewayError } from '../errors.ts'
import type { GroupCommit } from './group-commit.ts'

/** Every directory that was in force, across restarts and the processes that share the store. */
export function createDirectoryTable(deps: { database: DatabaseSync; group: GroupCommit }): KeptDirectory {
  const select = deps.database.prepare('select version, token from directory order by version desc limit 1')
  const keep = deps.database.prepare(
    'insert into directory (version, token) values (?, ?) on conflict do nothing',
  )
  return {
    last() {
      try {
        const row = select.get()
        return row && { version: Number(row.version), bytes: Buffer.from(String(row.token), 'latin1') }
      } catch (cause) {
        throw new GatewayError('STORE_UNAVAILABLE', { cause })
      }
    },
    async keep(version, token) {
      await deps.group.run(() => keep.run(version, token))
    },
  }
}
