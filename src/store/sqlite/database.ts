import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { GatewayError } from '../../errors.ts'
import type { Database, OnCommit, Result, Statement, Work } from '../database.ts'
import { migrations } from '../migrations.ts'
import { sqliteFault } from './fault.ts'
import { createGroupCommit } from './group-commit.ts'
import { createGroupReads } from './group-reads.ts'
import { migrate } from './migrate.ts'
import { sqliteText } from './text.ts'

/** Of a new store: an exchange's messages take several kilobytes, so that smaller pages are mostly links to further ones. */
export const pageBytes = 8192
/** Longest wait for another process that is writing, in milliseconds; the process waits with it. */
export const busyTimeoutMs = 2000

/** Pages of the write-ahead log that are collected before they are put in their places: the more, the more often several are one. */
const checkpointPages = 4_000

const noRows: Result['rows'] = []

/** The embedded store: one SQLite file at `path`, made where it is not. Fails with STORE_UNAVAILABLE. */
export function openSqlite(path: string, onCommit: OnCommit): Database {
  const database = opened(path)
  const execute = executorOf(database)
  const writes = createGroupCommit(database, onCommit)
  const reads = createGroupReads(database)
  return {
    write: (work) => writes.run((transaction) => driven(work(transaction), execute)),
    read: (work) => reads.run(() => driven(work(), execute)),
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
    if (wants === 'rows') return { rows: statement.all(...parameters), changes: 0 }
    return { rows: noRows, changes: Number(statement.run(...parameters).changes) }
  }
}

function opened(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs })
    database.exec(`pragma page_size = ${pageBytes}; pragma journal_mode = wal; pragma synchronous = full`)
    database.exec(`pragma foreign_keys = on; pragma wal_autocheckpoint = ${checkpointPages}`)
    migrate(database, migrations())
    return database
  } catch (cause) {
    throw new GatewayError('STORE_UNAVAILABLE', { where: path, cause: sqliteFault(cause) })
  }
}
