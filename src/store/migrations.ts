import { readdirSync, readFileSync } from 'node:fs'

/** One step of the schema, in the SQL of SQLite. */
export interface Migration {
  /** File name; in the order of names each runs once in the life of a store. */
  name: string
  sql: string
}

const folder = new URL('./migrations/', import.meta.url)

/** The steps of the schema, the same for SQLite and PostgreSQL. */
export function migrations(): Migration[] {
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, sql: readFileSync(new URL(name, folder), 'utf8') }))
}
