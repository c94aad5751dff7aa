import { DatabaseSync } from 'node:sqlite'
import { migrate } from '../../src/store/sqlite/migrate.ts'
import type { Migration } from '../../src/store/migrations.ts'
import type { Ground } from '../support/store-grounds.ts'

/** Texts and bytes that a careless hand would spoil. */
const texts = ['', "it's", '行\n二\\ "q" 𠮷', 'null', '[1]', '{"bytes":3}']
const bytes = ['', '00', '0a227d00ff', 'ab'.repeat(70_000)]

interface Column {
  name: string
  type: string
  notnull: number
  pk: number
}

/** What a store of these steps is made of, by SQLite's own word. */
export function columnsOf(steps: readonly Migration[]): Map<string, Column[]> {
  using database = new DatabaseSync(':memory:')
  migrate(database, steps)
  const tables = database.prepare("select name from sqlite_schema where type = 'table'").all()
  return new Map(
    tables.map(({ name }) => [
      String(name),
      database.prepare('select * from pragma_table_info(?)').all(String(name)) as unknown as Column[],
    ]),
  )
}

/** Puts rows into every table, with whatever its columns take; keys count, so that none is there twice. */
export async function fillEveryTable(
  ground: Ground,
  steps: readonly Migration[],
  rows: number,
): Promise<void> {
  for (const [table, columns] of columnsOf(steps)) {
    if (table === 'migration') continue
    // All at once: each statement is a connection of its own.
    const values = Array.from(
      { length: rows },
      (_, i) => `(${columns.map((column) => literal(column, i, ground)).join()})`,
    )
    await ground.sql(
      `insert into ${table} (${columns.map(({ name }) => name).join()}) values ${values.join()}`,
    )
  }
}

function literal({ type, notnull, pk, name }: Column, i: number, { place }: Ground): string {
  // Some tables have unique columns beside the key.
  const nullable = notnull === 0 && pk === 0
  if (nullable && (i + name.length) % 3 === 0) return 'null'
  switch (type.toLowerCase()) {
    case 'bigint':
      return String(pk > 0 ? 1_000_000 + i : [0, 2 ** 52, -1][i % 3])
    case 'integer':
      return String(pk > 0 ? i : i % 2)
    case 'blob': {
      const hex = bytes[i % bytes.length] ?? ''
      return place.postgres ? `'\\x${hex}'::bytea` : `x'${hex}'`
    }
    default:
      return `'${`${texts[i % texts.length] ?? ''} ${i} ${name}`.replaceAll("'", "''")}'`
  }
}

/** Everything in a store's tables, in an order that both kinds share. */
export async function everything(
  ground: Ground,
  steps: readonly Migration[],
): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {}
  for (const [table, columns] of columnsOf(steps)) {
    if (table === 'migration') continue
    const rows = await ground.sql(`select ${columns.map(({ name }) => name).join()} from ${table}`)
    all[table] = rows
      .map((row) => columns.map(({ name, type }) => comparable(row[name], type)).join('|'))
      .toSorted()
  }
  return all
}

function comparable(value: unknown, type: string): string {
  if (value === null) return 'null'
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`
  return `${type.toLowerCase() === 'text' ? 'text' : 'number'} ${JSON.stringify(String(value))}`
}
