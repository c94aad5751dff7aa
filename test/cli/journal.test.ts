import { existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openStore } from '../../src/store/store.ts'
import { gateway } from '../support/cli.ts'
import { asked, createEvidenceDesk } from '../support/evidence.ts'

const desk = createEvidenceDesk()
afterAll(() => desk[Symbol.dispose]())

const { config, store: file, storeKey } = desk.files.member(asked)
const key = () => Buffer.from(readFileSync(storeKey, 'utf8'), 'base64')
const verify = (...more: string[]) => gateway(['journal', 'verify', '--config', config, ...more])

function alter(sql: string): void {
  using database = new DatabaseSync(file)
  database.exec(sql)
}

beforeAll(async () => {
  await using store = await openStore({ file }, key())
  for (let i = 0; i < 5; i += 1) {
    for (const { sequence: _, previous: __, hash: ___, ...draft } of desk.bundle().journal) {
      await store.exchanges.record(draft)
    }
  }
})

test('a whole journal holds, and its head is told', async () => {
  const { code, out } = await verify()
  expect(code).toBe(0)
  expect(out).toContain('✓ 日志完整')
  expect(out).toMatch(/head: 10:[A-Za-z0-9_-]{43}/)
})

test('leaves no file of its own beside the store', async () => {
  await verify()
  expect(existsSync(`${file}-wal`)).toBe(false)
  expect(existsSync(`${file}-shm`)).toBe(false)
})

test('works while a gateway writes, and sees what it wrote', async () => {
  await using store = await openStore({ file }, key())
  const [entry] = desk.bundle().journal
  if (!entry) throw new RangeError('an entry expected')
  const { sequence: _, previous: __, hash: ___, ...draft } = entry
  await store.exchanges.record(draft)
  const { head } = (await verify('--json')).json() as { head: { sequence: number } }
  expect(head.sequence).toBe(11)
})

async function notedHead(): Promise<string> {
  const { head } = (await verify('--json')).json() as { head: { sequence: number; hash: string } }
  return `${head.sequence}:${head.hash}`
}

describe('--head', () => {
  test('holds for a head noted before', async () => {
    expect((await verify('--head', await notedHead())).code).toBe(0)
  })

  test('shows that the tail is gone', async () => {
    const noted = await notedHead()
    alter('delete from journal where sequence > 9')
    const { code, out } = await verify('--head', noted)
    expect(code).toBe(1)
    expect(out).toContain('the journal ends before the known head')
    expect((await verify()).code).toBe(0)
  })

  test('refuses what is no head', async () => {
    expect((await verify('--head', '7')).code).toBe(2)
  })
})

test('names the first entry that was altered', async () => {
  alter("update journal set purpose = 'citizen-application' where sequence in (4, 7)")
  const { code, out } = await verify()
  expect(code).toBe(1)
  expect(out).toContain('journal entry 4: 已被改动 altered')
  expect((await verify('--json')).json()).toMatchObject({ ok: false, sequence: 4, fault: 'altered entry' })
})

test('names an entry that is gone', async () => {
  alter('delete from journal where sequence = 2')
  expect((await verify()).out).toContain('journal entry 2: 缺少日志 entry is missing')
})

test('says where no journal is', async () => {
  const other = desk.files.member('340100000000000')
  const { code, err } = await gateway(['journal', 'verify', '--config', other.config])
  expect([code, err]).toEqual([1, expect.stringContaining('STORE_UNAVAILABLE')])
  expect(existsSync(other.store)).toBe(false)
})
