import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { HeldRow, StoreSnapshot } from '../../backup/ports.ts'
import { GatewayError } from '../../errors.ts'
import { chainHead } from '../journal/journal-table.ts'
import { keptKeyMark } from '../upkeep/key-mark-table.ts'
import { migrationsNamed, selectAll, tableIn, tablesOf } from '../schema-tables.ts'
import { busyTimeoutMs, driven, executorOf } from './database.ts'
import { sqliteFault } from './fault.ts'

/** Rows given at a time. */
const pageRows = 500

/** A read transaction: writers go on beside it, and what they write stays in the -wal file until it ends. */
export async function openSqliteSnapshot(path: string): Promise<StoreSnapshot> {
  const database = usable(path, () => opened(path))
  try {
    return usable(path, () => {
      database.exec('begin')
      const names = database.prepare('select name from migration order by name').all()
      const steps = migrationsNamed(names.map(({ name }) => String(name)))
      const tables = tablesOf(steps)
      return {
        migrations: steps.map(({ name }) => name),
        tables,
        journal: driven(chainHead(), executorOf(database)),
        storeKey: driven(keptKeyMark(), executorOf(database)),
        rows: (table) => pages(database, path, selectAll(tableIn(tables, table))),
        async [Symbol.asyncDispose]() {
          database.close()
        },
      }
    })
  } catch (thrown) {
    database.close()
    throw thrown
  }
}

/** Not opened for reading only: then the files of the log beside it would be left behind where no gateway runs. */
function opened(path: string): DatabaseSync {
  if (!existsSync(path))
    throw new GatewayError('STORE_UNAVAILABLE', { where: path, detail: '此处没有存储 no store is there' })
  return new DatabaseSync(path, { timeout: busyTimeoutMs })
}

async function* pages(database: DatabaseSync, path: string, sql: string): AsyncGenerator<readonly HeldRow[]> {
  const statement = usable(path, () => database.prepare(sql))
  statement.setReturnArrays(true)
  const all = statement.iterate() as unknown as Iterator<HeldRow>
  for (;;) {
    const page = usable(path, () => {
      const rows: HeldRow[] = []
      for (let next = all.next(); !next.done; next = all.next()) {
        rows.push(next.value)
        if (rows.length === pageRows) break
      }
      return rows
    })
    if (page.length > 0) yield page
    if (page.length < pageRows) return
  }
}

function usable<T>(where: string, use: () => T): T {
  try {
    return use()
  } catch (cause) {
    if (cause instanceof GatewayError) throw cause
    throw new GatewayError('STORE_UNAVAILABLE', { where, cause: sqliteFault(cause) })
  }
}
