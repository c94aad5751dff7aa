import type { PoolClient } from 'pg'
import type { HeldRow, StoreRefill } from '../../backup/ports.ts'
import { GatewayError } from '../../errors.ts'
import { keptName } from '../kept-name.ts'
import { type Migration, migrations } from '../migrations.ts'
import { keepRestored } from '../upkeep/restore-table.ts'
import { type SchemaTable, tableIn, tablesOf } from '../schema-tables.ts'
import { driven } from './connection.ts'
import { applicationName, connectPostgres, type PostgresSettings } from './database.ts'
import { holdSchema, takeSteps } from './migrate.ts'
import { postgresText } from './text.ts'

/** Longest for one statement, in milliseconds: a step of the schema may make an index over all rows. */
const patienceMs = 3_600_000
/** How long a connection that ends may still be seen, and how often one looks, in milliseconds. */
const goingMs = 2_000
const lookAgainMs = 100
/** A statement takes 65 535 values at most. */
const mostValues = 16_000

/** One transaction: the tables that were there go to a schema of their own, new ones are made and filled. */
export async function openPostgresRefill(
  settings: PostgresSettings,
  steps: readonly Migration[],
  at: number,
): Promise<StoreRefill> {
  const { host, port, database } = settings
  const where = `${host}:${port}/${database}`
  const { pool, close } = connectPostgres({ ...settings, connections: 1 }, patienceMs)
  const tables = tablesOf(steps)
  let client: PoolClient | undefined
  let kept: string | undefined
  let into: SchemaTable | undefined

  async function usable<T>(use: (connected: PoolClient) => Promise<T>): Promise<T> {
    try {
      client ??= connected(await pool.connect())
      return await use(client)
    } catch (cause) {
      throw cause instanceof GatewayError ? cause : new GatewayError('STORE_UNAVAILABLE', { where, cause })
    }
  }
  /** What was not committed by now never happened. */
  async function end(): Promise<void> {
    client?.release(true)
    client = undefined
    await close()
  }

  try {
    await usable(async (on) => {
      await on.query('begin')
      await holdSchema(on)
      await assertFree(on, where)
      kept = await movedAway(on, keptSchema(at))
      await takeSteps(on, steps)
    })
  } catch (thrown) {
    await end()
    throw thrown
  }
  return {
    async table(held) {
      into = tableIn(tables, held)
    },
    async rows(rows) {
      await usable(async (on) => {
        if (into) await inserted(on, into, rows)
      })
    },
    finish: (restored) =>
      usable(async (on) => {
        await takeSteps(on, migrations())
        await driven(keepRestored(restored), on)
        await on.query('commit')
        return kept
      }),
    [Symbol.asyncDispose]: end,
  }
}

function connected(client: PoolClient): PoolClient {
  client.on('error', () => undefined)
  return client
}

/** Fails with STORE_IN_USE while a gateway, or another of its commands, is connected; one that has just gone has a moment to be seen off. */
async function assertFree(client: PoolClient, where: string): Promise<void> {
  for (let left = goingMs; await othersUse(client); left -= lookAgainMs) {
    if (left <= 0) throw new GatewayError('STORE_IN_USE', { where })
    await client.query('select pg_sleep($1)', [lookAgainMs / 1000])
  }
}

async function othersUse(client: PoolClient): Promise<boolean> {
  // Within a transaction the server shows what it showed first.
  await client.query('select pg_stat_clear_snapshot()')
  const { rowCount } = await client.query(
    `select 1 from pg_stat_activity
     where datname = current_database() and application_name = $1 and pid <> pg_backend_pid()`,
    [applicationName],
  )
  return rowCount !== 0
}

function keptSchema(at: number): string {
  return keptName('store', at).toLowerCase().replaceAll(/[.-]/g, '_')
}

/** All tables of the gateway, newer ones than this program knows among them, go to another schema; gives its name where there were any. */
async function movedAway(client: PoolClient, schema: string): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables
     where schemaname = current_schema() and tableowner = current_user`,
  )
  if (rows.length === 0) return undefined
  await schemaMade(client, schema)
  for (const { name } of rows) await client.query(`alter table ${name} set schema ${schema}`)
  return schema
}

async function schemaMade(client: PoolClient, schema: string): Promise<void> {
  try {
    await client.query(`create schema ${schema}`)
  } catch (cause) {
    throw new GatewayError('STORE_UNAVAILABLE', {
      where: schema,
      detail:
        '无法建立保存原有数据的模式，该角色须有权限 this schema for what is there cannot be made; the role needs CREATE on the database',
      cause,
    })
  }
}

async function inserted(client: PoolClient, table: SchemaTable, rows: readonly HeldRow[]): Promise<void> {
  const { name, columns } = table
  const most = Math.max(1, Math.floor(mostValues / columns.length))
  const places = `(${columns.map(() => '?').join(', ')})`
  for (let from = 0; from < rows.length; from += most) {
    const some = rows.slice(from, from + most)
    const sql = `insert into ${name} (${columns.join(', ')}) values ${some.map(() => places).join(', ')}`
    await client.query(postgresText(sql), some.flat())
  }
}
