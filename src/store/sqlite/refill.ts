import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { StoreRefill } from '../../backup/ports.ts'
import { GatewayError } from '../../errors.ts'
import { makeFolder } from '../../file-access.ts'
import { type Migration, migrations } from '../migrations.ts'
import { keptName } from '../kept-name.ts'
import { keepRestored } from '../upkeep/restore-table.ts'
import { tableIn, tablesOf } from '../schema-tables.ts'
import { driven, executorOf, pageBytes } from './database.ts'
import { sqliteFault } from './fault.ts'
import { migrate } from './migrate.ts'

/** SQLITE_BUSY. */
const busy = 5
const besides = ['-wal', '-shm']

/** A new file beside the store, which takes its place in the end; the old one gets another name. */
export async function openSqliteRefill(
  path: string,
  steps: readonly Migration[],
  at: number,
): Promise<StoreRefill> {
  assertFree(path)
  const fresh = `${path}.restoring`
  removeStore(fresh)
  const database = usable(fresh, () => newDatabase(fresh, steps))
  const tables = tablesOf(steps)
  let insert: StatementSync | undefined
  let open = true
  function close(): void {
    if (open) database.close()
    open = false
  }
  return {
    async table(held) {
      const { name, columns } = tableIn(tables, held)
      const places = columns.map(() => '?').join(', ')
      insert = usable(fresh, () =>
        database.prepare(`insert into ${name} (${columns.join(', ')}) values (${places})`),
      )
    },
    async rows(rows) {
      usable(fresh, () => {
        for (const row of rows) insert?.run(...row)
      })
    },
    async finish(restored) {
      return usable(path, () => {
        database.exec('commit')
        migrate(database, migrations())
        driven(keepRestored(restored), executorOf(database))
        const broken = database.prepare('pragma foreign_key_check').all()
        if (broken.length > 0) throw new RangeError('a row refers to none')
        database.exec('pragma journal_mode = wal')
        close()
        synced(fresh)
        assertFree(path)
        return exchanged(path, fresh, keptName(path, at))
      })
    },
    async [Symbol.asyncDispose]() {
      close()
      removeStore(fresh)
    },
  }
}

/** Nothing of it has to survive a fall: it is only put in place once it is whole and on disk. */
function newDatabase(path: string, steps: readonly Migration[]): DatabaseSync {
  makeFolder(dirname(path), 0o700)
  const database = new DatabaseSync(path)
  database.exec(`pragma page_size = ${pageBytes}; pragma journal_mode = off; pragma synchronous = off`)
  database.exec('pragma foreign_keys = off')
  migrate(database, steps)
  database.exec('begin')
  return database
}

/** Fails with STORE_IN_USE. A damaged store is no hindrance: it is why one restores. */
function assertFree(path: string): void {
  if (!existsSync(path)) return
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { timeout: 0 })
    database.exec('pragma locking_mode = exclusive; begin exclusive; rollback')
  } catch (cause) {
    const { errcode } = cause as { errcode?: unknown }
    if (errcode === busy) throw new GatewayError('STORE_IN_USE', { where: path, cause })
  } finally {
    database?.close()
  }
}

/** The old store with what lies beside it gets another name, the new one its name. */
function exchanged(path: string, fresh: string, kept: string): string | undefined {
  const before = ['', ...besides].filter((end) => existsSync(path + end))
  for (const end of before) renameSync(path + end, kept + end)
  renameSync(fresh, path)
  synced(dirname(path))
  return before.length > 0 ? kept : undefined
}

function synced(path: string): void {
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

function removeStore(path: string): void {
  for (const end of ['', ...besides, '-journal']) rmSync(path + end, { force: true })
}

function usable<T>(where: string, use: () => T): T {
  try {
    return use()
  } catch (cause) {
    if (cause instanceof GatewayError) throw cause
    throw new GatewayError('STORE_UNAVAILABLE', { where, cause: sqliteFault(cause) })
  }
}
