import type { PoolClient } from 'pg'
import type { HeldRow, StoreSnapshot, Value } from '../../backup/ports.ts'
import { GatewayError } from '../../errors.ts'
import { chainHead } from '../journal/journal-table.ts'
import { keptKeyMark } from '../upkeep/key-mark-table.ts'
import { migrationsNamed, selectAll, tableIn, tablesOf } from '../schema-tables.ts'
import { driven } from './connection.ts'
import { connectPostgres, type PostgresSettings } from './database.ts'

/** Rows given at a time. */
const pageRows = 500
/** Longest for one page and what is done with it, in milliseconds. */
const patienceMs = 60_000
/** The type `bigint`, which comes as text. */
const int8 = 20

/** One transaction of repeatable read: it sees what was committed when it began, and locks nobody out. */
export async function openPostgresSnapshot(settings: PostgresSettings): Promise<StoreSnapshot> {
  const { pool, close } = connectPostgres({ ...settings, connections: 1 }, patienceMs)
  const { host, port, database } = settings
  const usable = usableAt(`${host}:${port}/${database}`)
  let client: PoolClient | undefined
  async function end(): Promise<void> {
    client?.release(true)
    await close()
  }
  try {
    return await usable(async () => {
      const connected = (client = await pool.connect())
      connected.on('error', () => undefined)
      await connected.query('begin isolation level repeatable read, read only')
      const names = await connected.query<{ name: string }>('select name from migration')
      const steps = migrationsNamed(names.rows.map(({ name }) => name))
      const tables = tablesOf(steps)
      return {
        migrations: steps.map(({ name }) => name),
        tables,
        journal: await driven(chainHead(), connected),
        storeKey: await driven(keptKeyMark(), connected),
        rows: (table) => pages(connected, selectAll(tableIn(tables, table)), usable),
        [Symbol.asyncDispose]: end,
      }
    })
  } catch (thrown) {
    await end()
    throw thrown
  }
}

async function* pages(
  client: PoolClient,
  sql: string,
  usable: ReturnType<typeof usableAt>,
): AsyncGenerator<readonly HeldRow[]> {
  await usable(() => client.query(`declare page no scroll cursor for ${sql}`))
  for (;;) {
    const { rows, fields } = await usable(() =>
      client.query<unknown[]>({ text: `fetch ${pageRows} from page`, rowMode: 'array' }),
    )
    const numeric = fields.map(({ dataTypeID }) => dataTypeID === int8)
    const held = rows.map((row) =>
      row.map((value, i) => (numeric[i] && value !== null ? Number(value) : value) as Value),
    )
    if (held.length > 0) yield held
    if (held.length < pageRows) break
  }
  await usable(() => client.query('close page'))
}

function usableAt(where: string): <T>(use: () => Promise<T>) => Promise<T> {
  return async (use) => {
    try {
      return await use()
    } catch (cause) {
      throw cause instanceof GatewayError ? cause : new GatewayError('STORE_UNAVAILABLE', { where, cause })
    }
  }
}
