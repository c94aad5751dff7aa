import { writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from '@jest/globals'
import { sandboxCentres } from '../../src/sandbox/centres.ts'
import { openCoreDatabase } from '../../src/store/core-database.ts'
import { freshPath, sandboxFile } from '../sandbox/cores.ts'

const unavailable = expect.objectContaining({ code: 'PROVIDER_UNAVAILABLE' })

describe('the core database', () => {
  test('is unavailable when its file is missing, and none is made', () => {
    const path = freshPath()
    expect(() => openCoreDatabase(path)).toThrow(unavailable)
    expect(() => new DatabaseSync(path, { readOnly: true })).toThrow()
  })

  test('is unavailable when its file is no database', () => {
    const path = freshPath()
    writeFileSync(path, 'not a database, but long enough to be looked at as one '.repeat(20))
    expect(() => openCoreDatabase(path)).toThrow(unavailable)
  })

  test('cannot be written to', () => {
    using database = openCoreDatabase(sandboxFile(sandboxCentres.hefei))
    expect(() => database.all('DELETE FROM GRXX')).toThrow(unavailable)
  })

  test('gives rows by column name', () => {
    using database = openCoreDatabase(sandboxFile(sandboxCentres.hefei))
    expect(database.all('SELECT ? AS given', 'text')).toMatchObject([{ given: 'text' }])
  })

  test('is unavailable while a writer holds it, and there again afterwards', () => {
    const path = sandboxFile(sandboxCentres.hefei)
    using database = openCoreDatabase(path)
    const count = () => database.snapshot(() => database.all('SELECT count(*) AS n FROM GRXX'))
    using writer = new DatabaseSync(path)
    writer.exec('BEGIN EXCLUSIVE')
    expect(count).toThrow(unavailable)
    writer.exec('COMMIT')
    expect(count()).toHaveLength(1)
  })

  test('is unavailable once it is closed', () => {
    const database = openCoreDatabase(sandboxFile(sandboxCentres.hefei))
    database[Symbol.dispose]()
    expect(() => database.snapshot(() => database.all('SELECT 1'))).toThrow(unavailable)
  })

  test('ends a snapshot whose reading failed', () => {
    using database = openCoreDatabase(sandboxFile(sandboxCentres.hefei))
    const failing = () =>
      database.snapshot(() => {
        throw new RangeError('mine')
      })
    expect(failing).toThrow(new RangeError('mine'))
    expect(failing).toThrow(new RangeError('mine'))
  })
})
