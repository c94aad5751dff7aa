import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { GatewayError } from '../../../src/errors.ts'
import { createGroupReads, type GroupReads } from '../../../src/store/sqlite/group-reads.ts'

let database: DatabaseSync
let group: GroupReads

beforeEach(() => {
  database = new DatabaseSync(':memory:')
  database.exec('create table n (i integer primary key); insert into n values (7)')
  group = createGroupReads(database)
})
afterEach(() => {
  if (database.isOpen) database.close()
})

const unavailable = expect.objectContaining({ code: 'STORE_UNAVAILABLE' })
const read = () => database.prepare('select i from n').get()?.i

test('reads of one turn share one transaction, which ends with the turn, and each gets its own result', async () => {
  const inside = await Promise.all([1, 2, 3].map((i) => group.run(() => [i, read(), database.isTransaction])))
  expect(inside).toEqual([1, 2, 3].map((i) => [i, 7, true]))
  expect(database.isTransaction).toBe(false)
})

test('a read that fails fails alone, as what it is, and the next ones go on', async () => {
  const own = new GatewayError('EVIDENCE_INVALID')
  const [wrong, refused, good] = await Promise.allSettled([
    group.run(() => database.prepare('select nothing').get()),
    group.run(() => {
      throw own
    }),
    group.run(read),
  ])
  expect(wrong).toEqual({ status: 'rejected', reason: unavailable })
  expect(refused).toEqual({ status: 'rejected', reason: own })
  expect(good).toEqual({ status: 'fulfilled', value: 7 })
  expect(await group.run(read)).toBe(7)
})

test('what is waiting when the store is closed is refused', async () => {
  const waiting = [group.run(read), group.run(read)].map((each) => expect(each).rejects.toEqual(unavailable))
  database.close()
  await Promise.all(waiting)
})
