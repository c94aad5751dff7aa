import type { AccessStore } from '../../access/ports.ts'
import { change, type Database, row, type Work } from '../database.ts'

/** Access tokens, and what was signed to be used once; what has expired goes as new ones come. */
export function createAccessTable(database: Database): AccessStore {
  return {
    useOnce: (used) =>
      database.write(function* (): Work<boolean> {
        yield* change('delete from used_authorization where expires_at <= ?', used.now)
        const kept = yield* change(
          'insert into used_authorization (issuer, id, expires_at) values (?, ?, ?) on conflict do nothing',
          used.issuer,
          used.id,
          used.expiresAt,
        )
        return kept === 1
      }),
    async keepToken({ digest, client, expiresAt }, now) {
      await database.write(function* (): Work<void> {
        yield* change('delete from access_token where expires_at <= ?', now)
        yield* change(
          'insert into access_token (digest, client, expires_at) values (?, ?, ?)',
          digest,
          client,
          expiresAt,
        )
      })
    },
    async token(digest, now) {
      const found = await database.read(() =>
        row('select client, expires_at from access_token where digest = ? and expires_at > ?', digest, now),
      )
      return found && { digest, client: String(found['client']), expiresAt: Number(found['expires_at']) }
    },
  }
}
