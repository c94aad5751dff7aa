import { DatabaseSync } from 'node:sqlite'
import type { HeldTable } from '../backup/ports.ts'
import { GatewayError } from '../errors.ts'
import { type Migration, migrations } from './migrations.ts'
import { migrate } from './sqlite/migrate.ts'

/** A table of the schema. */
export interface SchemaTable extends HeldTable {
  /** Columns of the primary key where rows have no order but that of the key; empty where they stand as they came. */
  order: readonly string[]
}

/** The steps of these names, in order. Fails with SCHEMA_NEWER where this program does not know one. */
export function migrationsNamed(names: readonly string[]): Migration[] {
  const known = new Map(migrations().map((each) => [each.name, each]))
  return names.toSorted().map((name) => {
    const found = known.get(name)
    if (!found) throw new GatewayError('SCHEMA_NEWER', { where: name })
    return found
  })
}

/** The tables that these steps make, in the order in which they were made; one that others refer to is before them. */
export function tablesOf(steps: readonly Migration[]): SchemaTable[] {
  using database = new DatabaseSync(':memory:')
  migrate(database, steps)
  const found = database
    .prepare(
      `select made.name, kind.wr from sqlite_schema as made join pragma_table_list(made.name) as kind
       where made.type = 'table' and made.name <> 'migration' and kind.schema = 'main' order by made.rowid`,
    )
    .all()
  return found.map(({ name, wr }) => {
    const columns = database
      .prepare('select name, pk from pragma_table_info(?) order by cid')
      .all(String(name))
    const key = columns
      .filter(({ pk }) => Number(pk) > 0)
      .toSorted((a, b) => Number(a['pk']) - Number(b['pk']))
    const namesOf = (of: typeof columns): string[] => of.map((column) => String(column['name']))
    return { name: String(name), columns: namesOf(columns), order: Number(wr) === 1 ? namesOf(key) : [] }
  })
}

/** All rows, those of a table with an order of its own in it. */
export function selectAll({ name, columns, order }: SchemaTable): string {
  const inOrder = order.length > 0 ? ` order by ${order.join(', ')}` : ''
  return `select ${columns.join(', ')} from ${name}${inOrder}`
}

/** The table as the backup gives it, where the schema has it so. Fails with BACKUP_INVALID. */
export function tableIn(tables: readonly SchemaTable[], { name, columns }: HeldTable): SchemaTable {
  const found = tables.find((table) => table.name === name)
  if (found && columns.join() === found.columns.join()) return found
  throw new GatewayError('BACKUP_INVALID', {
    where: 'contents',
    detail:
      '表或列与末行所述的模式不符 a table or its columns are not those of the schema that the last line names',
  })
}
