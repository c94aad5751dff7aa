import { readdirSync, readFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'

const folder = new URL('./migrations/', import.meta.url)

/** Brings a database to the newest schema. Each numbered file runs once, in its own transaction; the row goes first, so that concurrent starts collide safely. */
export function migrate(database: DatabaseSync): void {
  database.exec('create table if not exists migration (name text primary key) without rowid')
  for (const name of readdirSync(folder).sort()) {
    database.exec('begin immediate')
    try {
      const { changes } = database
        .prepare('insert into migration (name) values (?) on conflict do nothing')
        .run(name)
      if (changes === 1) database.exec(readFileSync(new URL(name, folder), 'utf8'))
      database.exec('commit')
    } catch (error) {
      database.exec('rollback')
      throw error
    }
  }
}
