import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { JournalEntry } from '../../../src/contracts/generated/types.ts'
import { verifyChain } from '../../../src/journal/verify-chain.ts'
import { openStore } from '../../../src/store/store.ts'
import { conclusion, freshKey } from '../../support/exchange-drafts.ts'

const master = randomBytes(32)
const folder = mkdtempSync(join(tmpdir(), 'torn-'))
let whole: JournalEntry[]
let wal: Buffer

/** A store as a machine that lost its power leaves it: everything since the start is in the write-ahead log. */
beforeAll(async () => {
  const file = join(folder, 'running.db')
  await using store = await openStore({ file }, master)
  for (let i = 0; i < 40; i += 1) {
    const key = freshKey()
    await store.exchanges.claim(key, 'digest', i)
    await store.exchanges.conclude(conclusion(key, `answer ${i}`, i))
  }
  whole = await Array.fromAsync(store.journal.all())
  expect(whole).toHaveLength(40)
  copyFileSync(file, join(folder, 'left.db'))
  wal = readFileSync(`${file}-wal`)
})
afterAll(() => rmSync(folder, { recursive: true }))

async function reopened(log: Buffer): Promise<JournalEntry[]> {
  const file = join(folder, `${randomUUIDv7()}.db`)
  copyFileSync(join(folder, 'left.db'), file)
  writeFileSync(`${file}-wal`, log)
  await using store = await openStore({ file }, master)
  const entries = await Array.fromAsync(store.journal.all())
  // What is there is there whole: each entry with the answer that it speaks of.
  for (const { exchangeId } of entries) expect(await store.evidence.kept(exchangeId)).toBeDefined()
  return entries
}

test('T111 a write-ahead log that was torn anywhere leaves a journal that is whole up to there', async () => {
  expect(await reopened(wal)).toEqual(whole)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: wal.length }), async (end) => {
      const entries = await reopened(wal.subarray(0, end))
      expect(verifyChain(entries).ok).toBe(true)
      expect(entries).toEqual(whole.slice(0, entries.length))
    }),
    { numRuns: 40 },
  )
})

test('T111 so does one with a byte that the disk did not keep', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 32, max: wal.length - 1 }), async (place) => {
      const torn = Buffer.from(wal)
      torn[place] = (torn[place] ?? 0) ^ 0xff
      const entries = await reopened(torn)
      expect(verifyChain(entries).ok).toBe(true)
      expect(entries).toEqual(whole.slice(0, entries.length))
    }),
    { numRuns: 40 },
  )
})
