import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import { GatewayError } from '../errors.ts'

/** Longest wait, in milliseconds, for a core that is writing; the process waits with it. */
const busyTimeoutMs = 100
/** Kept in memory, in KiB. Not mapped: a core cut short by someone else would then end the process. */
const cacheKib = 65_536

/** A core database, open for reading only. Everything here fails with PROVIDER_UNAVAILABLE. */
export interface OpenCoreDatabase extends Disposable {
  /** Every row, by column name. Each distinct text is prepared once, so texts have to be few. */
  all(sql: string, ...parameters: string[]): Record<string, SQLOutputValue>[]
  /** Runs `read` over one unchanging state of the database; its reads share one file lock, so it is faster too. */
  snapshot<T>(read: () => T): T
}

/** Opens the SQLite file at `path`, which has to be there. */
export function openCoreDatabase(path: string): OpenCoreDatabase {
  const database = available(() => open(path))
  const statements = new Map<string, StatementSync>()

  function prepared(sql: string): StatementSync {
    const known = statements.get(sql)
    if (known) return known
    const statement = database.prepare(sql)
    statements.set(sql, statement)
    return statement
  }

  return {
    all: (sql, ...parameters) => available(() => prepared(sql).all(...parameters)),
    snapshot(read) {
      available(() => prepared('BEGIN').run())
      try {
        return read()
      } finally {
        available(() => prepared('COMMIT').run())
      }
    },
    [Symbol.dispose]: () => database.close(),
  }
}

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs })
  try {
    database.exec(`PRAGMA cache_size = -${cacheKib}`)
    database.exec('SELECT count(*) FROM sqlite_schema')
    return database
  } catch (thrown) {
    database.close()
    throw thrown
  }
}

function available<T>(use: () => T): T {
  try {
    return use()
  } catch (cause) {
    throw new GatewayError('PROVIDER_UNAVAILABLE', { cause })
  }
}
