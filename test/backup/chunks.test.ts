import { randomBytes } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { chunkBytes, openChunks, sealChunks } from '../../src/backup/chunks.ts'

const key = randomBytes(32)
const sealedChunk = chunkBytes + 16

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function seal(plain: Buffer, size = 10_000): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(sealChunks(cut(plain, size), key)))
}

async function open(sealed: Buffer, size = 30_000, with_ = key): Promise<Buffer> {
  const body = { start: 1000, length: sealed.length }
  return Buffer.concat(await Array.fromAsync(openChunks(cut(sealed, size), with_, body)))
}

const lengths = [0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 2 * chunkBytes, 3 * chunkBytes + 77]

describe('encrypted chunks', () => {
  test.each(lengths)('give back %i bytes, however both sides are cut', async (length) => {
    const plain = randomBytes(length)
    for (const size of [4_000, chunkBytes, 1_000_000]) {
      expect((await open(await seal(plain, size), size + 3)).equals(plain)).toBe(true)
    }
  })

  test('are whole chunks but the last', async () => {
    expect((await seal(randomBytes(2 * chunkBytes))).length).toBe(2 * sealedChunk)
    expect((await seal(Buffer.alloc(0))).length).toBe(16)
  })

  const altered: [string, (sealed: Buffer) => Buffer, string][] = [
    ['a byte of the second chunk', (sealed) => flipped(sealed, sealedChunk + 5), 'bytes 66552-132103'],
    ['a byte of the last tag', (sealed) => flipped(sealed, sealed.length - 1), 'bytes 132104-132196'],
    ['the last chunk left out', (sealed) => sealed.subarray(0, 2 * sealedChunk), 'bytes 66552-132103'],
    ['one byte cut off', (sealed) => sealed.subarray(0, -1), 'bytes 132104-132195'],
    ['the first left out', (sealed) => sealed.subarray(sealedChunk), 'bytes 1000-66551'],
    [
      'two in the other order',
      (sealed) =>
        Buffer.concat([
          sealed.subarray(sealedChunk, 2 * sealedChunk),
          sealed.subarray(0, sealedChunk),
          sealed.subarray(2 * sealedChunk),
        ]),
      'bytes 1000-66551',
    ],
    ['something behind', (sealed) => Buffer.concat([sealed, Buffer.alloc(1)]), 'bytes 132104-132197'],
    ['nothing', () => Buffer.alloc(0), 'bytes 1000-1000'],
  ]
  test.each(altered)('with %s are refused, and the place is named', async (_, alter, where) => {
    const sealed = await seal(randomBytes(2 * chunkBytes + 77))
    await expect(open(alter(sealed))).rejects.toMatchObject({ code: 'BACKUP_INVALID', where })
  })

  test('are not opened with another key', async () => {
    await expect(open(await seal(randomBytes(9)), 100, randomBytes(32))).rejects.toMatchObject({
      code: 'BACKUP_INVALID',
    })
  })
})

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at)
  return copy
}
