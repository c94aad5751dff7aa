import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openStore, type Store } from '../../../src/store/store.ts'
import { conclusion, entryOf, exchangedAt as now, freshKey } from '../../support/exchange-drafts.ts'

const master = randomBytes(32)
let folder: string
let path: string
let store: Store

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
  path = join(folder, 'gateway.db')
  store = await openStore({ file: path }, master)
})
afterEach(async () => {
  await store[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

describe('opening', () => {
  test('what is no database is STORE_UNAVAILABLE, naming the file', async () => {
    await expect(openStore({ file: folder }, master)).rejects.toThrow(
      expect.objectContaining({ code: 'STORE_UNAVAILABLE', where: folder }),
    )
  })

  test('many at once make one schema', async () => {
    const fresh = join(folder, 'fresh.db')
    const stores = await Promise.all(Array.from({ length: 5 }, () => openStore({ file: fresh }, master)))
    expect(stores).toHaveLength(5)
    for (const each of stores) await each[Symbol.asyncDispose]()
  })

  test('writes are durable before a promise holds: WAL, and an fsync at each commit', () => {
    using database = new DatabaseSync(path)
    expect(database.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' })
  })
})

test('a store from before exchanges had a direction keeps them, each with its own', async () => {
  const [asked, answered] = [freshKey(), { ...freshKey(), issuer: '310000000000000' }]
  await store.exchanges.sent(
    asked,
    Buffer.from('request'),
    { at: now, directoryVersion: 1 },
    {
      ...entryOf(asked, 'sent'),
      kind: 'asked',
    },
  )
  await store.exchanges.concludeAsk(
    asked,
    { status: 200, bytes: Buffer.from('theirs') },
    entryOf(asked, 'issued'),
  )
  await store.exchanges.claim(answered, 'digest', now)
  const certificate = { number: '31000020261124000001O', centre: '1', digest: 'd', validUntil: '2026-12-24' }
  await store.exchanges.conclude({ ...conclusion(answered), certificate })
  undoDirection(path)
  await using migrated = await openStore({ file: path }, master)
  expect((await migrated.evidence.kept(asked.id))?.answer.toString()).toBe('theirs')
  expect((await migrated.evidence.kept(answered.id))?.answer.toString()).toBe('answer')
  expect(await migrated.exchanges.claim(answered, 'digest', now)).toMatchObject({ state: 'repeated' })
  expect(await migrated.exchanges.claim(asked, 'digest', now)).toBeUndefined()
  expect(await migrated.certificates.issued(certificate.number)).toEqual({
    ...certificate,
    centre: undefined,
    exchangeId: answered.id,
    withdrawn: undefined,
  })
})

/** The tables as they were before 0005-direction.sql. */
function undoDirection(file: string): void {
  const database = new DatabaseSync(file)
  database.exec(`
    alter table exchange rename to later;
    create table exchange (
      issuer text not null, id text not null, request_digest text not null, owner text not null,
      claimed_at bigint not null, directory_version bigint, status integer, request blob, answer blob,
      provenance blob, primary key (issuer, id)
    );
    insert into exchange select issuer, id, request_digest, owner, claimed_at, directory_version, status, request,
      answer, provenance from later;
    drop table later;
    alter table certificate drop column centre;
    delete from migration where name = '0005-direction.sql';
  `)
  database.close()
}
