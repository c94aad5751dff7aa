import type { DatabaseSync } from 'node:sqlite'
import type { Migration } from '../migrations.ts'

/** Brings a database to the newest schema. Each step has its own transaction; its row goes first, so that concurrent starts collide safely. */
export function migrate(database: DatabaseSync, migrations: readonly Migration[]): void {
  database.exec('create table if not exists migration (name text primary key) without rowid')
  for (const { name, sql } of migrations) {
    database.exec('begin immediate')
    try {
      const { changes } = database
        .prepare('insert into migration (name) values (?) on conflict do nothing')
        .run(name)
      if (changes === 1) database.exec(sql)
      database.exec('commit')
    } catch (error) {
      database.exec('rollback')
      throw error
    }
  }
}
