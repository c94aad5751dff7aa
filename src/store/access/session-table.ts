import type { ConsolePerson, ConsoleRole } from '../../console/person.ts'
import type { BegunSession, KeptSession, SessionStore } from '../../console/session/ports.ts'
import { change, type Database, type Row, row, type Work } from '../database.ts'
import type { Sealer } from '../sealer.ts'

interface SessionTableDeps {
  database: Database
  sealer: Sealer
  /** Sessions from before the store came back from a backup may have ended since it was made. */
  restoredAt: number | undefined
}

/** Those that ended go as new ones come. */
export function createSessionTable({ database, sealer, restoredAt = 0 }: SessionTableDeps): SessionStore {
  return {
    begin: (digest, session) =>
      database.write(function* (): Work<void> {
        yield* change('delete from console_session where ends_at <= ?', session.beganAt)
        yield* change(
          `insert into console_session
           (digest, sealed, began_at, ends_at, seen_at, locked, check_began_at, checked_at)
           values (?, ?, ?, ?, ?, 0, ?, ?)`,
          digest,
          sealed(digest, session, sealer),
          session.beganAt,
          session.endsAt,
          session.beganAt,
          session.beganAt,
          session.beganAt,
        )
      }),
    async find(digest, now) {
      const found = await database.read(() =>
        row(
          `select sealed, began_at, ends_at, seen_at, locked, checked_at from console_session
           where digest = ? and ends_at > ? and began_at > ?`,
          digest,
          now,
          restoredAt,
        ),
      )
      return found && sessionIn(found, digest, sealer)
    },
    async seen(digest, now) {
      await database.write(() =>
        change('update console_session set seen_at = ? where digest = ? and locked = 0', now, digest),
      )
    },
    async lock(digest) {
      await database.write(() => change('update console_session set locked = 1 where digest = ?', digest))
    },
    async mayCheck(digest, before, now) {
      const text = 'update console_session set check_began_at = ? where digest = ? and check_began_at <= ?'
      return (await database.write(() => change(text, now, digest, before))) === 1
    },
    async checked(digest, session, now) {
      const text = 'update console_session set sealed = ?, checked_at = ? where digest = ?'
      await database.write(() => change(text, sealed(digest, session, sealer), now, digest))
    },
    async figures(now) {
      const found = await database.read(() =>
        row(
          'select count(*) as sessions, coalesce(sum(locked), 0) as locked from console_session where ends_at > ? and began_at > ?',
          now,
          restoredAt,
        ),
      )
      const locked = Number(found?.['locked'])
      return { open: Number(found?.['sessions']) - locked, locked }
    },
    async end(digest) {
      await database.write(() => change('delete from console_session where digest = ?', digest))
    },
  }
}

type Sealed = Pick<BegunSession, 'tokens' | 'csrf'> & {
  person: Omit<ConsolePerson, 'roles'> & { roles: ConsoleRole[] }
}

function sealed(digest: string, { person, tokens, csrf }: BegunSession, sealer: Sealer): Buffer {
  const plain: Sealed = { person: { ...person, roles: [...person.roles] }, tokens, csrf }
  return sealer.seal(Buffer.from(JSON.stringify(plain)), contextOf(digest))
}

function sessionIn(found: Row, digest: string, sealer: Sealer): KeptSession {
  const plain = sealer.open(found['sealed'] as Uint8Array, contextOf(digest)).toString()
  const { person, tokens, csrf } = JSON.parse(plain) as Sealed
  return {
    person: { ...person, roles: new Set(person.roles) },
    tokens,
    csrf,
    beganAt: Number(found['began_at']),
    endsAt: Number(found['ends_at']),
    seenAt: Number(found['seen_at']),
    locked: Number(found['locked']) === 1,
    checkedAt: Number(found['checked_at']),
  }
}

function contextOf(digest: string): string {
  return `console session ${digest}`
}
