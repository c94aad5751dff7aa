import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createDirectoryHolder, type DirectoryHolder } from '../../src/directory/holder.ts'
import { createDirectorySources } from '../../src/directory/sources.ts'
import { directoryFigures } from '../../src/health.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { directory, now, operator, read, trustIn } from './signed.ts'

const signer = operator('Operator')
const trust = trustIn([signer])

let folder: string
let store: Store
let clock: number
let told: string[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'directory-'))
  store = await reopened()
  clock = now
  told = []
})
afterEach(async () => {
  await store[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

function reopened(): Promise<Store> {
  return openStore({ file: join(folder, 'store.db') }, Buffer.alloc(32, 1))
}

const path = (name: string): string => join(folder, name)
const publish = (name: string, version: number, changes: object = {}): void =>
  writeFileSync(path(name), `${String(signer.sign(directory(version, changes)))}\n`)

function hold(...names: readonly string[]): Promise<DirectoryHolder> {
  return createDirectoryHolder({
    clock: () => clock,
    sources: createDirectorySources(names.map(path), {
      fetch: () => Promise.reject(new Error('no URL here')),
    }),
    kept: store.directory,
    read: (bytes, at) => read(bytes, trust, at),
    events: {
      swapped: ({ from, version }) => told.push(`${from} → ${version}`),
      sourceFailed: ({ source, error }) => told.push(`${source.slice(folder.length + 1)} ${error.code}`),
      sourceBack: ({ source, version }) => told.push(`${source.slice(folder.length + 1)} back ${version}`),
    },
  })
}

describe('several sources', () => {
  test('the newest valid one is taken, whichever source has it', async () => {
    publish('a', 3)
    publish('b', 5)
    writeFileSync(path('c'), 'nonsense')
    const holder = await hold('a', 'b', 'c', 'missing')
    expect(holder.current(now).version).toBe(5)
    expect(holder.status().sources.map(({ version, code }) => version ?? code)).toEqual([
      3,
      5,
      'DIRECTORY_INVALID',
      'SOURCE_UNAVAILABLE',
    ])
    publish('a', 6)
    expect((await holder.refresh()).version).toBe(6)
  })

  test('one that lags behind is named, and does no harm while another is up to date', async () => {
    publish('a', 2)
    publish('b', 2)
    const holder = await hold('a', 'b')
    publish('a', 3)
    await holder.refresh()
    expect((await holder.refresh()).version).toBe(3)
    expect(holder.status().sources.map(({ version, code }) => version ?? code)).toEqual([
      3,
      'DIRECTORY_ROLLED_BACK',
    ])
  })

  test('a change of a source is told once, not at every look', async () => {
    publish('a', 1)
    publish('b', 1)
    const holder = await hold('a', 'b')
    rmSync(path('b'))
    for (let i = 0; i < 3; i += 1) await holder.refresh()
    publish('b', 1)
    for (let i = 0; i < 3; i += 1) await holder.refresh()
    expect(told).toEqual(['undefined → 1', 'b SOURCE_UNAVAILABLE', 'b back 1'])
  })

  test('fails as its first source does where none is usable at the start', async () => {
    writeFileSync(path('a'), 'nonsense')
    await expect(hold('a', 'missing')).rejects.toMatchObject({ code: 'DIRECTORY_INVALID' })
    publish('a', 1, { expires: now / 1000 })
    await expect(hold('a')).rejects.toMatchObject({ code: 'DIRECTORY_EXPIRED' })
  })
})

describe('versions only rise', () => {
  test('an older one is refused and the last good one kept', async () => {
    publish('a', 7)
    const holder = await hold('a')
    publish('a', 6)
    await expect(holder.refresh()).rejects.toMatchObject({
      code: 'DIRECTORY_ROLLED_BACK',
      where: 'version 6',
    })
    expect(holder.current(now).version).toBe(7)
  })

  test('the same version over other content is refused; signed anew over the same it is the same', async () => {
    publish('a', 7)
    const holder = await hold('a')
    publish('a', 7, { federation: 'other' })
    await expect(holder.refresh()).rejects.toMatchObject({
      code: 'DIRECTORY_ROLLED_BACK',
      detail: '同一版本的内容不同 version 7 is in use, with other content',
    })
    publish('a', 7)
    expect((await holder.refresh()).version).toBe(7)
  })

  test('also across restarts: an older one is refused, and what was kept serves', async () => {
    publish('a', 7)
    await hold('a')
    await store[Symbol.asyncDispose]()
    store = await reopened()
    publish('a', 6)
    const holder = await hold('a')
    expect(holder.current(now).version).toBe(7)
    await expect(holder.refresh()).rejects.toMatchObject({ code: 'DIRECTORY_ROLLED_BACK' })
  })

  test('also where what was kept has expired meanwhile', async () => {
    publish('a', 7)
    await hold('a')
    clock = now + 7200_000
    publish('a', 6, { expires: clock / 1000 + 60 })
    await expect(hold('a')).rejects.toMatchObject({
      code: 'DIRECTORY_ROLLED_BACK',
      detail: '使用中的版本更高 version 7 is in use',
    })
    publish('a', 8, { expires: clock / 1000 + 60 })
    expect((await hold('a')).current(clock).version).toBe(8)
  })

  test('what another process of the member has seen counts at the next look', async () => {
    publish('a', 7)
    publish('b', 9)
    const one = await hold('a')
    const other = await hold('b')
    expect(other.current(now).version).toBe(9)
    await expect(one.refresh()).rejects.toMatchObject({ code: 'DIRECTORY_ROLLED_BACK' })
    expect(one.current(now).version).toBe(9)
  })
})

describe('offline', () => {
  test('the last good one serves until it expires, with a countdown', async () => {
    publish('a', 1)
    const holder = await hold('a')
    rmSync(path('a'))
    clock = now + 600_000
    await expect(holder.refresh()).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' })
    expect(holder.current(clock).version).toBe(1)
    expect(directoryFigures(holder.status(), clock)).toEqual({
      version: 1,
      expiresInSeconds: 3000,
      confirmedSecondsAgo: 600,
      graceSecondsLeft: 3000,
      sources: [{ source: path('a'), code: 'SOURCE_UNAVAILABLE' }],
    })
    clock = now + 3600_000
    expect(() => holder.current(clock)).toThrow('DIRECTORY_EXPIRED')
    // It still says who is who.
    expect(holder.last().version).toBe(1)
  })

  test('a start without any source goes on with what was kept', async () => {
    publish('a', 4)
    await hold('a')
    rmSync(path('a'))
    const holder = await hold('a')
    expect(holder.current(now).version).toBe(4)
    expect(holder.status().confirmed).toBeUndefined()
    publish('a', 4)
    await holder.refresh()
    expect(directoryFigures(holder.status(), now)).not.toHaveProperty('graceSecondsLeft')
  })

  test('what was kept under an operator who is believed no more does not serve', async () => {
    const stranger = operator('Stranger')
    await store.directory.keep(3, String(stranger.sign(directory(3))))
    await expect(hold('missing')).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' })
    publish('a', 2)
    await expect(hold('a')).rejects.toMatchObject({ code: 'DIRECTORY_ROLLED_BACK' })
  })

  test('a file larger than 8 MiB is not read', async () => {
    writeFileSync(path('a'), Buffer.alloc(8 * 1_048_576 + 1, 0x41))
    await expect(hold('a')).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      detail: expect.stringContaining('more than 8388608 bytes'),
    })
  })
})

test('a broken store is told, and does not hold up a new directory', async () => {
  publish('a', 1)
  const holder = await hold('a')
  await store[Symbol.asyncDispose]()
  publish('a', 2)
  await expect(holder.refresh()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  expect(holder.current(now).version).toBe(2)
  store = await reopened()
  expect((await store.directory.last())?.version).toBe(1)
})

test('who holds a view keeps it across a swap', async () => {
  publish('a', 1)
  const holder = await hold('a')
  const begun = holder.current(now)
  publish('a', 2, { agreements: [] })
  await holder.refresh()
  expect([begun.version, begun.content.agreements.length]).toEqual([1, 1])
  expect(holder.current(now).content.agreements).toEqual([])
})
