import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { GatewayError } from '../../errors.ts'
import type { Database, Result, Statement, Work } from '../database.ts'
import { migrations } from '../migrations.ts'
import { createGroupCommit } from './group-commit.ts'
import { migrate } from './migrate.ts'
import { sqliteText } from './text.ts'

/** Of a new store: an exchange's messages take several kilobytes, so that smaller pages are mostly links to further ones. */
export const pageBytes = 8192
/** Longest wait for another process that is writing, in milliseconds; the process waits with it. */
export const busyTimeoutMs = 2000

const nothing: Result = { rows: [], changes: 0 }

/** The embedded store: one SQLite file at `path`, made where it is not. Fails with STORE_UNAVAILABLE. */
export function openSqlite(path: string): Database {
  const database = opened(path)
  const execute = executorOf(database)
  const group = createGroupCommit(database)
  return {
    write: (work) => group.run(() => driven(work(), execute)),
    async read(work) {
      try {
        return driven(work(), execute)
      } catch (cause) {
        throw cause instanceof GatewayError ? cause : new GatewayError('STORE_UNAVAILABLE', { cause })
      }
    },
    async [Symbol.asyncDispose]() {
      database.close()
    },
  }
}

/** Runs all of it at once. */
export function driven<T>(work: Work<T>, execute: (statement: Statement) => Result): T {
  let step = work.next()
  while (!step.done) step = work.next(execute(step.value))
  return step.value
}

/** Prepares each text once. */
export function executorOf(database: DatabaseSync): (statement: Statement) => Result {
  const prepared = new Map<string, StatementSync>()
  return ({ sql, parameters, wants }) => {
    let statement = prepared.get(sql)
    if (!statement) {
      statement = database.prepare(sqliteText(sql))
      prepared.set(sql, statement)
    }
    if (wants === 'rows') return { ...nothing, rows: statement.all(...parameters) }
    return { ...nothing, changes: Number(statement.run(...parameters).changes) }
  }
}

function opened(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs })
    database.exec(`pragma page_size = ${pageBytes}; pragma journal_mode = wal; pragma synchronous = full`)
    database.exec('pragma foreign_keys = on')
    migrate(database, migrations())
    return database
  } catch (cause) {
    throw new GatewayError('STORE_UNAVAILABLE', { where: path, cause })
  }
}
