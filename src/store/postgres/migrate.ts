import type { ClientBase } from 'pg'
import type { Migration } from '../migrations.ts'
import { postgresSchema } from './text.ts'

/** One number for everybody who brings a schema to date. */
const lock = 7_130_210

/** Brings a database to the newest schema, all steps in one transaction; whoever starts meanwhile waits. */
export async function migrate(client: ClientBase, migrations: readonly Migration[]): Promise<void> {
  await client.query('begin')
  try {
    await holdSchema(client)
    await takeSteps(client, migrations)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

/** Until the transaction ends, nobody else changes the schema, and no gateway starts. */
export async function holdSchema(client: ClientBase): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [lock])
}

/** The steps that were not taken yet; belongs inside a transaction that holds the schema. */
export async function takeSteps(client: ClientBase, migrations: readonly Migration[]): Promise<void> {
  await client.query('create table if not exists migration (name text primary key)')
  for (const { name, sql } of migrations) {
    const { rowCount } = await client.query(
      'insert into migration (name) values ($1) on conflict do nothing',
      [name],
    )
    if (rowCount === 1) await client.query(postgresSchema(sql))
  }
}
