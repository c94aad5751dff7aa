import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { certificateNumber } from '../../src/domain/certificate-number.ts'
import { portCount } from '../../src/sandbox/ports.ts'
import { openStore } from '../../src/store/store.ts'
import { gateway } from '../support/cli.ts'
import { asked, asker, createEvidenceDesk } from '../support/evidence.ts'
import { freePortsInRow } from '../support/ports.ts'
import { main } from '../support/process.ts'

const desk = createEvidenceDesk()
afterAll(() => desk[Symbol.dispose]())

const { config, signKey, signCertificate } = desk.files.member(asked)
const place = (name: string): string => join(desk.folder, name)
const aFolder = place('a-folder')
const aFile = place('a-file')
const key = place('backup.key')
const base = String(await freePortsInRow(portCount))

beforeAll(() => {
  mkdirSync(aFolder)
  writeFileSync(aFile, '')
  writeFileSync(key, randomBytes(32).toString('base64'), { mode: 0o600 })
})

const csr = ['--use', 'sign', '--organisation', 'x', '--member', asked]
const own = ['--config', config]

async function makeStore({ store, storeKey }: { store: string; storeKey: string }): Promise<void> {
  const master = Buffer.from(readFileSync(storeKey, 'utf8'), 'base64')
  await (await openStore({ file: store }, master))[Symbol.asyncDispose]()
}

const folder = 'it is a folder, not a file'

describe('a place that does not do is named, with what is wrong with it', () => {
  test.each([
    ['a backup', ['backup', 'verify', aFolder, ...own, '--key-file', key], aFolder, folder],
    [
      'a backup to restore',
      ['restore', aFolder, ...own, '--key-file', key, '--into', place('x.db')],
      aFolder,
      folder,
    ],
    ['evidence', ['verify', aFolder, ...own], aFolder, folder],
    ['evidence that is nowhere', ['verify', place('none'), ...own], place('none'), 'no such file'],
    ['the folder of a sandbox', ['sandbox', '--folder', aFile, '--port-base', base], aFile, 'not a folder'],
    ['the folder of a key', ['keys', 'new', '--use', 'sign', '--out', aFile], aFile, 'not a folder'],
    ['the file of a request', ['keys', 'csr', ...csr, '--key', signKey, '--out', aFolder], aFolder, folder],
  ])('FILE_UNUSABLE: %s', async (_, args, where, detail) => {
    const ran = await gateway([...args, '--json'])
    expect([ran.code, ran.json()]).toMatchObject([
      1,
      { code: 'FILE_UNUSABLE', where, detail: expect.stringContaining(detail) },
    ])
  })

  test.each([
    ['a private key', ['keys', 'csr', ...csr, '--key', aFolder, '--out', place('r')], aFolder, folder],
    [
      'a private key that is nowhere',
      ['keys', 'csr', ...csr, '--key', place('none'), '--out', place('r')],
      place('none'),
      'no such file',
    ],
    ['the key of a backup', ['backup', ...own, '--key-file', aFolder, '--out', place('b')], aFolder, folder],
    ['trust anchors', ['verify', key, '--anchors', aFolder], aFolder, folder],
    ['empty trust anchors', ['verify', key, '--anchors', aFile], aFile, 'no whole PEM certificate'],
  ])('KEY_UNUSABLE: %s, and the remedy fits', async (_, args, where, detail) => {
    const ran = await gateway([...args, '--json'])
    expect([ran.code, ran.json()]).toMatchObject([
      1,
      { code: 'KEY_UNUSABLE', where, detail: expect.stringContaining(detail) },
    ])
    expect(ran.err).not.toMatch(/gateway keys new|mode 600/)
  })

  test.each([
    ['none', place('none.yaml'), 'no such file'],
    ['a folder', aFolder, folder],
  ])('CONFIG_INVALID: %s for the configuration', async (_, file, why) => {
    const { code, out } = await gateway(['config', 'check', '--config', file])
    expect([code, out]).toEqual([1, expect.stringContaining(`the file cannot be read: ${why}`)])
  })

  test('KEY_UNUSABLE: a store key that is none says how one is made', async () => {
    const environment = { storeKey: 'AAAA' }
    const { code, err } = await gateway(['maintenance', 'show', ...own], { environment })
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/KEY_UNUSABLE[^]*GATEWAY_STORE_KEY[^]*gateway keys store/),
    ])
  })

  test('USAGE_INVALID: a passphrase that a .p12 file cannot have is the variable’s fault, not the file’s', async () => {
    const files = ['--key', signKey, '--certificate', signCertificate, '--out', place('x.p12'), '--json']
    const ran = await gateway(['keys', 'export', ...files], { environment: { keyPassphrase: '口令' } })
    expect([ran.code, ran.json()]).toMatchObject([
      2,
      { code: 'USAGE_INVALID', where: 'GATEWAY_KEY_PASSPHRASE', detail: expect.stringContaining('ASCII') },
    ])
    expect(existsSync(place('x.p12'))).toBe(false)
  })
})

test('KEY_UNUSABLE: a gateway does not start with another store key than that of its store', async () => {
  await makeStore(desk.files.member(asked))
  const environment = { storeKey: randomBytes(32).toString('base64') }
  const { code, err } = await gateway(['serve', ...own], { environment })
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/KEY_UNUSABLE[^]*gateway\.db[^]*not the one that this store is sealed with/),
  ])
})

describe('a store that is no store any more', () => {
  const other = desk.files.member(asker)
  beforeAll(async () => {
    await makeStore(other)
    const bytes = readFileSync(other.store)
    randomBytes(512).copy(bytes)
    writeFileSync(other.store, bytes)
  })

  test.each([
    ['backup', ['backup', '--out', place('c'), '--key-file', key]],
    ['maintenance show', ['maintenance', 'show']],
    ['certificate show', ['certificate', 'show', certificateNumber(asker, '2026-11-24', 1)]],
    ['journal verify', ['journal', 'verify']],
    ['serve', ['serve']],
  ])('STORE_UNAVAILABLE: %s says what SQLite says, and that a backup helps', async (_, args) => {
    const { code, err } = await gateway([...args, '--config', other.config])
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/STORE_UNAVAILABLE[^]*gateway\.db[^]*SQLITE_NOTADB[^]*gateway restore/),
    ])
  })

  test('config check too', async () => {
    const { code, out } = await gateway(['config', 'check', '--config', other.config])
    expect([code, out]).toEqual([1, expect.stringMatching(/STORE_UNAVAILABLE.*SQLITE_NOTADB/)])
  })
})

describe('a folder that the system denies', () => {
  test.each([
    ['keys new', ['keys', 'new', '--use', 'sign', '--out', '/proc/x/y']],
    ['sandbox', ['sandbox', '--folder', '/proc/foo', '--port-base', base]],
    ['restore', ['restore', place('whole.backup'), ...own, '--key-file', key, '--into', '/proc/x/y.db']],
  ])('FILE_UNUSABLE: %s ends at once', async (name, args) => {
    if (name === 'restore') {
      await makeStore(desk.files.member(asked))
      const made = await gateway(['backup', ...own, '--key-file', key, '--out', place('whole.backup')])
      expect([made.code, made.err]).toEqual([0, ''])
    }
    // A process that spins hears no SIGTERM.
    const patience = { timeout: 60_000, killSignal: 'SIGKILL' } as const
    const { stderr } = spawnSync(process.execPath, [main, ...args, '--json'], {
      encoding: 'utf8',
      ...patience,
    })
    expect(JSON.parse(stderr)).toMatchObject({
      code: 'FILE_UNUSABLE',
      where: expect.stringMatching(/^\/proc\/(x|foo)$/),
    })
  })
})
