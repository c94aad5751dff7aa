import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { StoreRefill } from '../../src/backup/ports.ts'
import { liftedNumbers, restoreBackup } from '../../src/backup/restore-backup.ts'
import type { BackupSecret } from '../../src/backup/secret.ts'
import { verifyBackup, type WholeBackup } from '../../src/backup/verify-backup.ts'
import { writeBackup } from '../../src/backup/write-backup.ts'
import { chinaDate } from '../../src/clock.ts'
import type { EntryDraft } from '../../src/journal/entry.ts'
import { journalRows } from '../../src/store/journal/journal-table.ts'
import { type Migration, migrations } from '../../src/store/migrations.ts'
import { available } from '../../src/store/postgres/connection.ts'
import { connectPostgres } from '../../src/store/postgres/database.ts'
import { migrate as migratePostgres } from '../../src/store/postgres/migrate.ts'
import { openRefill } from '../../src/store/refill.ts'
import { createSealer } from '../../src/store/sealer.ts'
import { openSnapshot } from '../../src/store/snapshot.ts'
import { migrate } from '../../src/store/sqlite/migrate.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { storeKeyMark } from '../../src/store/upkeep/key-mark-table.ts'
import { asked, createEvidenceDesk, madeAt } from '../support/evidence.ts'
import { type Ground, stopStoreServers, storeKinds } from '../support/store-grounds.ts'
import { everything, fillEveryTable } from './fill.ts'

const desk = createEvidenceDesk()
const folder = mkdtempSync(join(tmpdir(), 'backups-'))
afterAll(async () => {
  await stopStoreServers()
  desk[Symbol.dispose]()
  rmSync(folder, { recursive: true })
})

const master = randomBytes(32)
const secret: BackupSecret = { key: randomBytes(32) }
const clock = (): number => madeAt
const quiet = (): void => undefined
let made = 0

/** `meanwhile`: what is done once the state is held that is backed up. */
async function backUp(ground: Ground, meanwhile: () => Promise<unknown> = async () => undefined) {
  const file = join(folder, `${(made += 1)}.backup`)
  await using snapshot = await openSnapshot(ground.place)
  await meanwhile()
  await writeBackup(file, snapshot, secret, {
    self: asked,
    signer: desk.signer(asked),
    version: '0',
    storeKey: storeKeyMark(createSealer(master)),
    clock,
    onProgress: quiet,
  })
  return file
}

function verified(file: string): Promise<WholeBackup> {
  const { trust } = desk
  return verifyBackup(file, secret, {
    trust,
    self: asked,
    known: undefined,
    journal: journalRows,
    onProgress: quiet,
  })
}

async function restored(whole: WholeBackup, ground: Ground, at = clock): Promise<string | undefined> {
  await using refill = await openRefill(ground.place, whole.manifest.migrations, at())
  return await restoreBackup(whole, refill, at, quiet)
}

function draft(exchangeId: string): EntryDraft {
  const [entry] = desk.bundle().journal
  if (!entry) throw new RangeError('an entry expected')
  const { sequence: _, previous: __, hash: ___, ...rest } = entry
  return { ...rest, exchangeId }
}

/** Opens a store and lets go of it. */
async function inStore(ground: Ground, work: (store: Store) => Promise<unknown>): Promise<void> {
  await using store = await openStore(ground.place, master)
  await work(store)
}

/** What a query finds in that which was kept. */
async function inKept(ground: Ground, kept: string | undefined, table: string): Promise<unknown[]> {
  const sql = (of: string): string => `select exchange_id from ${of} order by sequence`
  if (ground.place.postgres) return ground.sql(sql(`${kept}.${table}`))
  using database = new DatabaseSync(String(kept))
  return database.prepare(sql(table)).all()
}

async function olderStore({ place }: Ground, steps: readonly Migration[]): Promise<void> {
  if (place.postgres) {
    const { pool, close } = connectPostgres(place.postgres)
    await available(pool, (client) => migratePostgres(client, steps))
    return close()
  }
  using database = new DatabaseSync(place.file)
  migrate(database, steps)
}

const ways = storeKinds.flatMap((from) =>
  storeKinds.map((to) => ({ from, to, way: `${from.kind} to ${to.kind}` })),
)

test.each(ways)('every table and value comes back from $way', async ({ from, to }) => {
  const source = await from.ground()
  const target = await to.ground()
  await inStore(source, async () => undefined)
  await fillEveryTable(source, migrations(), 13)
  const before = await everything(source, migrations())
  const whole = await verified(await backUp(source))
  expect(await restored(whole, target)).toBeUndefined()

  const after = await everything(target, migrations())
  const { running_number: numbers, restore, ...others } = after
  const { running_number: numbersBefore, restore: restoreBefore, ...othersBefore } = before
  expect(others).toEqual(othersBefore)
  expect(Object.keys(others).length).toBeGreaterThan(5)
  expect(restore).toHaveLength((restoreBefore?.length ?? 0) + 1)
  // That of the day is there now.
  expect(numbers).toHaveLength((numbersBefore?.length ?? 0) + 1)
  await inStore(target, async (store) => expect(store.restoredAt).toBe(madeAt))
  await source.remove()
  await target.remove()
})

describe.each(storeKinds)('a backup of $kind', ({ ground: newGround }) => {
  let ground: Ground
  beforeEach(async () => {
    ground = await newGround()
  })
  afterEach(() => ground.remove())

  test('T116 under load is one state, whose journal is whole, and restores', async () => {
    const store = await openStore(ground.place, master)
    const request = Buffer.from('request')
    const backingUp = { going: true }
    let written = 0
    async function load(): Promise<void> {
      while (backingUp.going) {
        const id = `exchange ${(written += 1)}`
        // Exchange and entry in one transaction: a state has both or neither.
        await store.exchanges.sent(
          { issuer: asked, id },
          request,
          { at: madeAt, directoryVersion: 1 },
          draft(id),
        )
      }
    }
    for (let i = 0; i < 1_500; i += 1) void store.exchanges.record(draft(`early ${i}`))
    await store.exchanges.record(draft('early last'))
    const working = Array.from({ length: 8 }, load)
    await store.exchanges.record(draft('load goes on'))
    // It does not stand still for the backup, which would wait for this entry for ever.
    const file = await backUp(ground, () => store.exchanges.record(draft('meanwhile')))
    backingUp.going = false
    await Promise.all(working)
    await store[Symbol.asyncDispose]()

    const whole = await verified(file)
    expect(whole.journal).toMatchObject({ ok: true })
    expect(whole.manifest.journal.sequence).toBeGreaterThanOrEqual(1_502)
    await restored(whole, ground)
    const exchanges = await ground.sql('select count(*) as count from exchange')
    const entries = await ground.sql(
      "select count(*) as count from journal where exchange_id like 'exchange %'",
    )
    expect(entries).toEqual(exchanges)
    expect(await ground.sql("select sequence from journal where exchange_id = 'meanwhile'")).toEqual([])
    expect(Number(exchanges[0]?.['count'])).toBeGreaterThan(0)
    await inStore(ground, async (again) => {
      expect(await again.journal.head()).toEqual(whole.manifest.journal)
      await again.exchanges.record(draft('after'))
    })
  })

  test('what was in the place is kept, with every row', async () => {
    await inStore(ground, (store) => store.exchanges.record(draft('old')))
    const file = await backUp(ground)
    await inStore(ground, (store) => store.exchanges.record(draft('lost')))
    const kept = await restored(await verified(file), ground)
    expect((await ground.sql('select exchange_id from journal')).map((row) => row['exchange_id'])).toEqual([
      'old',
    ])
    const rows = await inKept(ground, kept, 'journal')
    expect(rows).toMatchObject([{ exchange_id: 'old' }, { exchange_id: 'lost' }])
    expect(kept).toMatch(/before.restore.20261124[tT]100000$/)
  })

  test('while anybody uses the store nothing is touched', async () => {
    const store = await ground.open(master)
    await store.exchanges.record(draft('first'))
    const whole = await verified(await backUp(ground))
    await store.exchanges.record(draft('second'))
    await expect(restored(whole, ground)).rejects.toMatchObject({ code: 'STORE_IN_USE' })
    expect((await store.journal.head()).sequence).toBe(2)
  })

  test('a restore that does not come to its end leaves everything as it was', async () => {
    await inStore(ground, (store) => store.exchanges.record(draft('first')))
    const { manifest } = await verified(await backUp(ground))
    await inStore(ground, (store) => store.exchanges.record(draft('second')))
    {
      await using refill: StoreRefill = await openRefill(ground.place, manifest.migrations, madeAt)
      await refill.table({ name: 'consent', columns: [] }).catch(() => undefined)
    }
    await inStore(ground, async (store) => expect((await store.journal.head()).sequence).toBe(2))
    const { file } = ground.place as { file?: string }
    if (file !== undefined) expect(readdirSync(dirname(file))).toEqual(['gateway.db'])
  })

  test('a table that the schema does not have so is refused', async () => {
    await using refill = await openRefill(
      ground.place,
      migrations().map(({ name }) => name),
      madeAt,
    )
    await expect(refill.table({ name: 'consent', columns: ['issuer'] })).rejects.toMatchObject({
      code: 'BACKUP_INVALID',
    })
    await expect(refill.table({ name: 'other', columns: [] })).rejects.toMatchObject({
      code: 'BACKUP_INVALID',
    })
  })

  test('numbers go on behind all that can have been given since', async () => {
    const name = `certificate ${chinaDate(madeAt)}`
    await inStore(ground, async (store) => {
      for (let i = 0; i < 5; i += 1) await store.numbers.next(name)
    })
    const file = await backUp(ground)
    const given = new Set<number>()
    await inStore(ground, async (store) => {
      for (let i = 0; i < 500; i += 1) given.add(await store.numbers.next(name))
    })
    // Once, and when that is lost as well, once more from the same backup.
    for (const at of [madeAt, madeAt + 60_000]) {
      await restored(await verified(file), ground, () => at)
      await inStore(ground, async (store) => {
        for (let i = 0; i < 500; i += 1) {
          const number = await store.numbers.next(name)
          expect(given.has(number)).toBe(false)
          given.add(number)
        }
      })
    }
  })

  test('an older schema is brought to the newest', async () => {
    const first = migrations().slice(0, 2)
    await olderStore(ground, first)
    await ground.sql("insert into running_number (name, next) values ('of old', 7)")
    const whole = await verified(await backUp(ground))
    expect(whole.manifest.migrations).toEqual(first.map(({ name }) => name))
    expect(whole.manifest.tables.map(({ name }) => name)).toEqual([
      'exchange',
      'journal',
      'certificate',
      'running_number',
      'consent',
      'directory',
    ])
    await restored(whole, ground)
    const names = await ground.sql('select name from migration order by name')
    expect(names.map(({ name }) => name)).toEqual(migrations().map(({ name }) => name))
    // It knows from then on with which key it is sealed.
    await expect(openStore(ground.place, randomBytes(32))).rejects.toMatchObject({ code: 'KEY_UNUSABLE' })
    await inStore(ground, async () => undefined)
    expect(await ground.sql("select name from running_number where name = 'of old'")).toHaveLength(1)
  })

  test('a newer schema is refused, on the way out and on the way in', async () => {
    await inStore(ground, async () => undefined)
    await ground.sql("insert into migration (name) values ('9999-later.sql')")
    await expect(openSnapshot(ground.place)).rejects.toMatchObject({
      code: 'SCHEMA_NEWER',
      where: '9999-later.sql',
    })
    await expect(
      openRefill(ground.place, ['0001-exchange.sql', '9999-later.sql'], madeAt),
    ).rejects.toMatchObject({
      code: 'SCHEMA_NEWER',
    })
  })
})

test('a role of PostgreSQL that may keep nothing of what is there is told so, and nothing is touched', async () => {
  const ground = await storeKinds[1].ground()
  await inStore(ground, (store) => store.exchanges.record(draft('first')))
  const { manifest } = await verified(await backUp(ground))
  const { postgres } = ground.place
  if (!postgres) throw new RangeError('PostgreSQL expected')
  const role = `poor_${postgres.database}`
  await ground.sql(`create role ${role} login password 'poor'`)
  await ground.sql(`grant all on schema public to ${role}`)
  const tables = await ground.sql("select tablename from pg_tables where schemaname = 'public'")
  for (const { tablename } of tables) await ground.sql(`alter table ${String(tablename)} owner to ${role}`)
  const poor = { postgres: { ...postgres, user: role, password: 'poor' } }
  await expect(openRefill(poor, manifest.migrations, madeAt)).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
    detail: expect.stringContaining('needs CREATE on the database'),
  })
  expect(await ground.sql('select sequence from journal')).toHaveLength(1)
  await ground.remove()
})

test('no store is told from an empty one', async () => {
  const file = join(folder, 'nowhere.db')
  await expect(openSnapshot({ file })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  expect(existsSync(file)).toBe(false)
})

test.each([
  ['00:00:00', 10_000],
  ['10:00:00', 370_000],
  ['23:59:59', 873_990],
])('at %s numbers of the day go on from %i', (time, from) => {
  expect(liftedNumbers(Date.parse(`2026-11-24T${time}+08:00`))).toEqual({
    from,
    by: 10_000,
    names: ['certificate 2026-11-24'],
  })
})
