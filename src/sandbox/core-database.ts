import { rmSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { tables } from '../dialects/jgjt320/tables.ts'
import { createCoreWriter, type CoreWriter } from '../dialects/jgjt320/writer.ts'

/** Makes a new core database at `path`, in place of an old one, and has it filled in one transaction. */
export function makeCore(path: string, fill: (core: CoreWriter) => void): void {
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(path + end, { force: true })
  write(path, (database) => {
    database.exec(tables)
    fill(writerOf(database))
  })
}

/** Adds to a core database that is there. */
export function addToCore(path: string, fill: (core: CoreWriter) => void): void {
  write(path, (database) => fill(writerOf(database)))
}

function write(path: string, work: (database: DatabaseSync) => void): void {
  using database = new DatabaseSync(path)
  database.exec('PRAGMA synchronous = OFF')
  database.exec('BEGIN')
  work(database)
  database.exec('COMMIT')
}

function writerOf(database: DatabaseSync): CoreWriter {
  const statements = new Map<string, StatementSync>()
  return createCoreWriter((sql, ...values) => {
    const statement = statements.get(sql) ?? database.prepare(sql)
    statements.set(sql, statement)
    statement.run(...values)
  })
}
