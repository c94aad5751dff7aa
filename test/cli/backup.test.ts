import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { noteUpkeep } from '../../src/cli/backup/upkeep-note.ts'
import { loadConfig } from '../../src/config/config.ts'
import { readEnvironment } from '../../src/config/env.ts'
import type { BackupManifest } from '../../src/contracts/generated/types.ts'
import { createContracts } from '../../src/contracts/contracts.ts'
import type { UpkeepDone } from '../../src/domain/upkeep.ts'
import { openStore } from '../../src/store/store.ts'
import { gateway, type Ran } from '../support/cli.ts'
import { asked, asker, createEvidenceDesk, madeAt } from '../support/evidence.ts'

const desk = createEvidenceDesk()
afterAll(() => desk[Symbol.dispose]())

const { config, store: storeFile, storeKey } = desk.files.member(asked)
const inFolder = (name: string): string => join(desk.folder, name)
const secretFile = (name: string, text: string): string => {
  writeFileSync(inFolder(name), text, { mode: 0o600 })
  return inFolder(name)
}
const key = secretFile('backup.key', `${randomBytes(32).toString('base64')}\n`)
const otherKey = secretFile('other.key', randomBytes(32).toString('base64'))
const passphrase = secretFile('backup.passphrase', '一二三四五六七八九十甲乙\n')
const file = inFolder('gateway.backup')
const sealedWithPassphrase = inFolder('passphrase.backup')

const backup = (...more: string[]): Promise<Ran> => gateway(['backup', '--config', config, ...more])
const verify = (path: string, ...more: string[]): Promise<Ran> =>
  gateway(['backup', 'verify', path, '--config', config, ...(more.length > 0 ? more : ['--key-file', key])])
const restore = (path: string, ...more: string[]): Promise<Ran> =>
  gateway(['restore', path, '--config', config, '--key-file', key, ...more])

const master = (): Buffer => Buffer.from(readFileSync(storeKey, 'utf8'), 'base64')

async function record(count: number): Promise<void> {
  await using store = await openStore({ file: storeFile }, master())
  const [entry] = desk.bundle().journal
  if (!entry) throw new RangeError('an entry expected')
  const { sequence: _, previous: __, hash: ___, ...draft } = entry
  for (let i = 0; i < count; i += 1) await store.exchanges.record(draft)
}

/** What the board would show. */
async function noted(kind: 'backup' | 'drill'): Promise<UpkeepDone | undefined> {
  await using store = await openStore({ file: storeFile }, master())
  return await store.upkeep.last(kind)
}

beforeAll(async () => {
  await record(400)
  expect(await backup('--out', file, '--key-file', key)).toMatchObject({ code: 0, err: '' })
  expect((await backup('--out', sealedWithPassphrase, '--passphrase-file', passphrase)).code).toBe(0)
})

describe('gateway backup', () => {
  test('tells what it holds, and leaves one file that only its owner can read', async () => {
    const { code, out } = await backup('--out', inFolder('once-more.backup'), '--key-file', key)
    expect([code, out]).toEqual([0, expect.stringContaining('✓ 备份 backup')])
    expect(out).toMatch(/journal head: 400:[A-Za-z0-9_-]{43}/)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(existsSync(`${file}.part`)).toBe(false)
    expect(existsSync(`${storeFile}-wal`)).toBe(false)
  })

  test('holds nothing readable of the store', () => {
    const bytes = readFileSync(file)
    for (const text of ['journal (', 'remote-housing-loan', 'asked', asker])
      expect(bytes.includes(text)).toBe(false)
  })

  test('overwrites nothing', async () => {
    const { code, err } = await backup('--out', file, '--key-file', key)
    expect([code, err]).toEqual([1, expect.stringContaining('FILE_EXISTS')])
  })

  test('refuses the store key as its key', async () => {
    const { code, err } = await backup('--out', inFolder('no.backup'), '--key-file', storeKey)
    expect([code, err]).toEqual([1, expect.stringMatching(/KEY_UNUSABLE[^]*is the store key/)])
  })

  test('is refused with another store key than that of the store, whose seal it could not name', async () => {
    const environment = { storeKey: randomBytes(32).toString('base64') }
    const args = ['backup', '--config', config, '--out', inFolder('no.backup'), '--key-file', key]
    const { code, err } = await gateway(args, { environment })
    expect([code, err]).toEqual([1, expect.stringMatching(/KEY_UNUSABLE[^]*not the one that this store/)])
    expect(existsSync(inFolder('no.backup'))).toBe(false)
  })

  test.each([
    ['that others can read', randomBytes(32).toString('base64'), 0o644],
    ['that is too short', 'AAAA', 0o600],
  ])('refuses a key %s', async (_, text, mode) => {
    const path = secretFile('unusable.key', text)
    chmodSync(path, mode)
    expect((await backup('--out', inFolder('no.backup'), '--key-file', path)).err).toContain('KEY_UNUSABLE')
    expect(existsSync(inFolder('no.backup'))).toBe(false)
  })

  test('refuses a short passphrase', async () => {
    const short = secretFile('short.passphrase', 'hunter2')
    expect((await backup('--out', inFolder('no.backup'), '--passphrase-file', short)).err).toContain(
      'KEY_UNUSABLE',
    )
  })

  test.each([
    [['--key-file', key]],
    [['--out', 'x.backup']],
    [['--out', 'x.backup', '--key-file', key, '--passphrase-file', passphrase]],
  ])('does not understand %j', async (options) => {
    expect((await backup(...options)).code).toBe(2)
  })

  test('says where no store is, and leaves nothing behind', async () => {
    const other = desk.files.member(asker)
    const { code, err } = await gateway([
      'backup',
      '--config',
      other.config,
      '--out',
      inFolder('no.backup'),
      '--key-file',
      key,
    ])
    expect([code, err]).toEqual([1, expect.stringContaining('STORE_UNAVAILABLE')])
    expect(existsSync(other.store)).toBe(false)
  })

  test('is noted in the store, for whoever looks at the board', async () => {
    expect(await noted('backup')).toEqual({ kind: 'backup', at: madeAt, holds: true, entries: 400 })
    expect(await noted('drill')).toBeUndefined()
  })

  test('STORE_UNAVAILABLE: is made all the same where that cannot be noted, and says so', async () => {
    const environment = readEnvironment({})
    const loaded = loadConfig(config, environment, createContracts())
    const store = { ...loaded.store, file: inFolder('nowhere/gateway.db'), postgres: undefined }
    const done = { kind: 'backup', at: madeAt, holds: true, entries: 1 } as const
    const lines = await noteUpkeep({ ...loaded, store }, { environment }, done)
    expect(lines).toEqual([expect.stringMatching(/^! .*not noted.*STORE_UNAVAILABLE/)])
  })

  test('on a long run tells how far it is, but not to scripts', async () => {
    let now = madeAt
    const slow = (): number => (now += 3_000)
    const args = ['backup', 'verify', file, '--config', config, '--key-file', key]
    expect((await gateway(args, { clock: slow })).err).toContain('… journal: ')
    expect((await gateway([...args, '--json'], { clock: slow })).err).toBe('')
  })
})

describe('gateway backup verify', () => {
  test('holds for a whole backup, by key and by passphrase, and says who signed it', async () => {
    const { code, out } = await verify(file)
    expect([code, out]).toEqual([0, expect.stringContaining('✓ 备份完整')])
    expect(out).toContain(`serialNumber=${asked}`)
    expect(out).toContain('✓ 日志完整')
    expect((await verify(sealedWithPassphrase, '--passphrase-file', passphrase)).code).toBe(0)
  })

  test('needs no configuration, only anchors', async () => {
    const args = ['backup', 'verify', file, '--anchors', desk.files.anchors, '--key-file', key]
    expect((await gateway(args)).code).toBe(0)
  })

  test.each([
    ['another key', () => verify(file, '--key-file', otherKey), 'made with a key file'],
    ['a passphrase instead', () => verify(file, '--passphrase-file', passphrase), 'made with a key file'],
    ['a key instead', () => verify(sealedWithPassphrase, '--key-file', key), 'made with a passphrase'],
    [
      'another passphrase',
      () =>
        verify(
          sealedWithPassphrase,
          '--passphrase-file',
          secretFile('other.passphrase', 'another passphrase'),
        ),
      'made with a passphrase',
    ],
  ])('says that it is %s', async (_, run, made) => {
    const { code, err } = await run()
    expect([code, err]).toEqual([1, expect.stringMatching(new RegExp(`BACKUP_KEY_WRONG[^]*${made}`))])
  })

  test('finds every altered byte, and names the place', async () => {
    const whole = readFileSync(file)
    const path = inFolder('altered.backup')
    const headerEnd = whole.indexOf('\n') + 1
    const lastLine = whole.lastIndexOf('\n', -2) + 1
    const places = [
      0,
      10,
      whole.indexOf('"version":') + 11,
      headerEnd - 2,
      headerEnd - 1,
      lastLine - 1,
      lastLine,
      whole.length - 2,
      whole.length - 1,
    ]
    for (let i = 0; i < 60; i += 1) places.push(Math.floor((i * whole.length) / 60) + (i % 7))
    for (const at of places) {
      const altered = Buffer.from(whole)
      altered.writeUInt8(altered.readUInt8(at) ^ (1 << (at % 8)), at)
      writeFileSync(path, altered)
      const { code, err } = await verify(path, '--key-file', key, '--json')
      const told = JSON.parse(err) as { code: string; where?: string }
      expect([at, code]).toEqual([at, 1])
      if (at < headerEnd) expect(told).toMatchObject({ code: 'BACKUP_INVALID', where: 'first line' })
      else if (at >= lastLine - 1) {
        // A certificate with another byte may still be one, but then nobody vouches for it.
        expect(['BACKUP_INVALID', 'CERTIFICATE_UNTRUSTED', 'ALGORITHM_REFUSED']).toContain(told.code)
      } else {
        expect(told).toMatchObject({
          code: 'BACKUP_INVALID',
          where: expect.stringMatching(/^bytes \d+-\d+$/),
        })
        const [from = 0, to = 0] = (told.where ?? '').match(/\d+/g)?.map(Number) ?? []
        expect(from <= at && at <= to).toBe(true)
      }
    }
  })

  test.each([0, 1, 100, 0.5, 0.99])('finds that it was cut off at %d', async (share) => {
    const path = inFolder('cut.backup')
    copyFileSync(file, path)
    truncateSync(path, share < 1 && share > 0 ? Math.floor(statSync(file).size * share) : share)
    const { code, err } = await verify(path)
    expect([code, err]).toEqual([1, expect.stringContaining('BACKUP_INVALID')])
  })

  test('finds the signed line of another backup', async () => {
    // A first backup says nothing of itself; of two later ones each has as many rows as the other.
    await backup('--out', inFolder('twice-more.backup'), '--key-file', key)
    const both = ['once-more.backup', 'twice-more.backup'].map(inFolder)
    const [mine, theirs] = both.map((path) => readFileSync(path))
    if (!mine || !theirs) throw new RangeError('two backups expected')
    const path = inFolder('mixed.backup')
    writeFileSync(
      path,
      Buffer.concat([mine.subarray(0, lastLineOf(mine)), theirs.subarray(lastLineOf(theirs))]),
    )
    expect((await verify(path)).err).toMatch(/BACKUP_INVALID[^]*last line[^]*not what is in the file/)
  })

  test('refuses a backup of another member', async () => {
    const { code, err } = await gateway([
      'backup',
      'verify',
      file,
      '--config',
      desk.files.member(asker).config,
      '--key-file',
      key,
    ])
    expect([code, err]).toEqual([1, expect.stringContaining('ISSUER_MISMATCH')])
  })

  test('refuses a line that is signed in another’s name', async () => {
    const whole = readFileSync(file)
    const at = lastLineOf(whole)
    const payload = JSON.parse(
      Buffer.from(whole.toString('latin1', at).split('.')[1] ?? '', 'base64url').toString(),
    ) as unknown
    const forged = desk.signer(asker).sign('hpf-backup+jws', payload, { withChain: true })
    const path = inFolder('forged.backup')
    writeFileSync(path, Buffer.concat([whole.subarray(0, at), forged, Buffer.from('\n')]))
    expect((await verify(path)).err).toContain('ISSUER_MISMATCH')
  })

  test.each<[string, (manifest: BackupManifest) => BackupManifest, string]>([
    [
      'other numbers of rows',
      (manifest) => ({
        ...manifest,
        tables: manifest.tables.map((table) =>
          table.name === 'journal' ? { ...table, rows: table.rows + 1 } : table,
        ),
      }),
      'not as many rows as the last line says, in journal',
    ],
    ['fewer tables', ({ tables, ...rest }) => ({ ...rest, tables: tables.slice(1) }), 'not as many rows'],
    [
      'another head',
      ({ journal, ...rest }) => ({ ...rest, journal: { ...journal, sequence: 399 } }),
      'ends at entry 400, by the last line at 399',
    ],
  ])('refuses a signed line that tells of %s', async (_, change, detail) => {
    const whole = readFileSync(file)
    const at = lastLineOf(whole)
    const payload = whole.toString('latin1', at).split('.')[1] ?? ''
    const manifest = JSON.parse(Buffer.from(payload, 'base64url').toString()) as BackupManifest
    const line = desk.signer(asked).sign('hpf-backup+jws', change(manifest), { withChain: true })
    const path = inFolder('other-line.backup')
    writeFileSync(path, Buffer.concat([whole.subarray(0, at), line, Buffer.from('\n')]))
    const { code, err } = await verify(path)
    expect([code, err]).toEqual([1, expect.stringContaining('BACKUP_INVALID')])
    expect(err).toContain(detail)
  })

  test('refuses another message of ours in the place of that line', async () => {
    const whole = readFileSync(file)
    const other = desk.signer(asked).sign('hpf-result+jws', {}, { withChain: true })
    const path = inFolder('confused.backup')
    writeFileSync(path, Buffer.concat([whole.subarray(0, lastLineOf(whole)), other, Buffer.from('\n')]))
    expect((await verify(path)).err).toMatch(/BACKUP_INVALID[^]*TYPE_REFUSED/)
  })

  test('shows against a head noted elsewhere that newer entries are gone', async () => {
    const { journal } = (await verify(file, '--key-file', key, '--json')).json() as {
      journal: { sequence: number; hash: string }
    }
    expect(
      (await verify(file, '--key-file', key, '--head', `${journal.sequence}:${journal.hash}`)).code,
    ).toBe(0)
    const { code, out } = await verify(file, '--key-file', key, '--head', `401:${journal.hash}`)
    expect([code, out]).toEqual([1, expect.stringContaining('the journal ends before the known head')])
  })

  test('says where no file is', async () => {
    expect((await verify(inFolder('nothing.backup'))).err).toContain('FILE_UNUSABLE')
  })
})

describe('gateway restore', () => {
  test('a drill: into a new file, whose journal has the head of the backup', async () => {
    const into = inFolder('drill/gateway.db')
    const { code, json } = await restore(file, '--into', into, '--json')
    expect([code, json()]).toMatchObject([0, { store: into, kept: null, journal: { sequence: 400 } }])
    using database = new DatabaseSync(into)
    expect(database.prepare('select count(*) as entries from journal').get()).toEqual({ entries: 400 })
    expect((await restore(file, '--into', into)).err).toContain('FILE_EXISTS')
    expect(await noted('drill')).toEqual({ kind: 'drill', at: madeAt, holds: true, entries: 400 })
  })

  test('puts it in the store’s place, keeps what was there, and says from when requests are taken', async () => {
    await record(3)
    const { code, out } = await restore(file)
    expect([code, out]).toEqual([0, expect.stringContaining('✓ 已恢复 restored')])
    expect(out).toContain('2026-11-24T10:01:00+08:00 之前')
    const kept = `${storeFile}.before-restore-20261124T100000`
    expect(out).toContain(kept)
    using before = new DatabaseSync(kept)
    expect(before.prepare('select max(sequence) as head from journal').get()).toEqual({ head: 403 })
    const verified = await gateway(['journal', 'verify', '--config', config, '--json'])
    expect(verified.json()).toMatchObject({ ok: true, head: { sequence: 400 } })
    await expect(openStore({ file: storeFile }, randomBytes(32))).rejects.toMatchObject({
      code: 'KEY_UNUSABLE',
      where: storeFile,
    })
  })

  test('is refused while a gateway uses the store', async () => {
    await using store = await openStore({ file: storeFile }, master())
    expect((await store.journal.head()).sequence).toBe(400)
    const { code, err } = await restore(file)
    expect([code, err]).toEqual([1, expect.stringContaining('STORE_IN_USE')])
  })

  test('is refused with another store key, before anything is touched', async () => {
    const before = statSync(storeFile)
    const environment = { storeKey: randomBytes(32).toString('base64') }
    const { code, err } = await gateway(['restore', file, '--config', config, '--key-file', key], {
      environment,
    })
    expect([code, err]).toEqual([1, expect.stringMatching(/KEY_UNUSABLE[^]*not the store key/)])
    expect(statSync(storeFile).ino).toBe(before.ino)
  })

  test('is refused for an altered backup, before anything is touched', async () => {
    const before = statSync(storeFile)
    const bytes = readFileSync(file)
    const within = bytes.indexOf('\n') + 100
    bytes.writeUInt8(bytes.readUInt8(within) ^ 1, within)
    writeFileSync(inFolder('altered.backup'), bytes)
    const { code, err } = await restore(inFolder('altered.backup'))
    expect([code, err]).toEqual([1, expect.stringContaining('BACKUP_INVALID')])
    expect(statSync(storeFile).ino).toBe(before.ino)
  })

  test('takes the place of a store that is no database any more, and keeps it', async () => {
    writeFileSync(storeFile, 'ruins')
    const { code } = await gateway(['restore', file, '--config', config, '--key-file', key], {
      now: madeAt + 60_000,
    })
    expect(code).toBe(0)
    expect(readFileSync(`${storeFile}.before-restore-20261124T100100`, 'utf8')).toBe('ruins')
  })

  test('of a journal that was damaged says so; who names a head is refused', async () => {
    {
      using database = new DatabaseSync(storeFile)
      database.exec("update journal set purpose = 'other' where sequence = 7")
    }
    const damaged = inFolder('damaged.backup')
    expect((await backup('--out', damaged, '--key-file', key)).code).toBe(0)
    const verified = await verify(damaged)
    expect([verified.code, verified.out]).toEqual([
      1,
      expect.stringMatching(/✓ 备份完整[^]*✗ 日志不完整[^]*entry 7/),
    ])
    const head = `400:${'A'.repeat(43)}`
    const refused = await restore(damaged, '--into', inFolder('damaged.db'), '--head', head)
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('EVIDENCE_INVALID')])
    const args = ['restore', damaged, '--config', config, '--key-file', key, '--into', inFolder('damaged.db')]
    // After the store itself came back, which was a drill that held.
    const restored = await gateway(args, { now: madeAt + 120_000 })
    expect([restored.code, restored.out]).toEqual([0, expect.stringContaining('✗ 日志不完整')])
    expect(await noted('drill')).toMatchObject({ holds: false })
    rmSync(inFolder('damaged.db'))
  })
})

function lastLineOf(bytes: Buffer): number {
  return bytes.lastIndexOf('\n', -2) + 1
}
