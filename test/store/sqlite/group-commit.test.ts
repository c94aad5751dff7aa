import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Commit } from '../../../src/store/database.ts'
import { createGroupCommit, type GroupCommit } from '../../../src/store/sqlite/group-commit.ts'

let folder: string
let database: DatabaseSync
/** Sees only what is committed. */
let outside: DatabaseSync
let group: GroupCommit
let commits: Commit[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'group-'))
  const path = join(folder, 'a.db')
  database = new DatabaseSync(path, { timeout: 0 })
  database.exec(
    'pragma journal_mode = wal; pragma synchronous = full; create table n (i integer primary key)',
  )
  outside = new DatabaseSync(path, { timeout: 0 })
  commits = []
  group = createGroupCommit(database, (commit) => commits.push(commit))
})
afterEach(() => {
  database.close()
  outside.close()
  rmSync(folder, { recursive: true })
})

const unavailable = expect.objectContaining({ code: 'STORE_UNAVAILABLE' })

function insert(i: number): number {
  database.prepare('insert into n (i) values (?)').run(i)
  return i
}

function committed(): number {
  return Number(outside.prepare('select count(*) as n from n').get()?.n)
}

describe('group commit', () => {
  test('writes of one turn share one transaction, and each waiter gets its own result', async () => {
    const seen: number[] = []
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        group.run(() => {
          expect(database.isTransaction).toBe(true)
          seen.push(committed())
          return insert(i) * 10
        }),
      ),
    )
    expect(results).toEqual(Array.from({ length: 50 }, (_, i) => i * 10))
    expect(new Set(seen)).toEqual(new Set([0]))
    expect(committed()).toBe(50)
  })

  test('a waiter goes on only when its write is committed for everybody', async () => {
    const after = await Promise.all([1, 2, 3].map((i) => group.run(() => insert(i)).then(committed)))
    expect(after).toEqual([3, 3, 3])
    expect(database.isTransaction).toBe(false)
  })

  test('each transaction is told with its size, its time and how it ended', async () => {
    await Promise.all([1, 2, 3].map((i) => group.run(() => insert(i))))
    await Promise.allSettled([group.run(() => insert(1))])
    expect(commits).toEqual([
      { writes: 3, seconds: expect.any(Number), durable: true },
      { writes: 1, seconds: expect.any(Number), durable: false },
    ])
    for (const { seconds } of commits) expect(seconds).toBeGreaterThan(0)
  })

  test('a failing write fails its whole group, and nothing of it is kept', async () => {
    const outcomes = await Promise.allSettled([
      group.run(() => insert(1)),
      group.run(() => insert(1)),
      group.run(() => insert(2)),
    ])
    expect(outcomes).toEqual([1, 2, 3].map(() => ({ status: 'rejected', reason: unavailable })))
    expect(committed()).toBe(0)
    expect(database.isTransaction).toBe(false)
  })

  test('the next turn is another transaction, and is not touched by the failure before it', async () => {
    await expect(
      group.run(() => {
        throw new RangeError('mine')
      }),
    ).rejects.toEqual(unavailable)
    expect(await group.run(() => insert(7))).toBe(7)
    expect(committed()).toBe(1)
  })

  test('T110 another writer that does not let go is STORE_UNAVAILABLE; when it does, writes go on', async () => {
    outside.exec('begin immediate')
    await expect(group.run(() => insert(1))).rejects.toEqual(unavailable)
    outside.exec('rollback')
    await group.run(() => insert(2))
    expect(committed()).toBe(1)
  })

  test('a write asked for by a waiter goes into a later transaction', async () => {
    const second = group.run(() => insert(1)).then(() => group.run(() => committed()))
    expect(await second).toBe(1)
  })
})
