import { createCipheriv, createDecipheriv } from 'node:crypto'
import { GatewayError } from '../errors.ts'

// Encryption in chunks that are opened one by one (STREAM, Hoang, Reyhanitabar, Rogaway and Vizár 2015): AES-256-GCM, the nonce is the
// chunk's number with a mark on the last, so that no chunk can be left out, moved or cut off. The key is used for one file only.

/** Plain bytes of a chunk; only the last is shorter. */
export const chunkBytes = 65_536
const tagBytes = 16

/** Encrypts. */
export async function* sealChunks(plain: AsyncIterable<Buffer>, key: Buffer): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let length = 0
  let number = 0
  for await (const bytes of plain) {
    waiting.push(bytes)
    length += bytes.length
    if (length <= chunkBytes) continue
    const whole = Buffer.concat(waiting)
    let from = 0
    // What may be the last chunk stays.
    for (; length - from > chunkBytes; from += chunkBytes)
      yield sealed(whole.subarray(from, from + chunkBytes), key, nonce(number++, false))
    waiting = [whole.subarray(from)]
    length -= from
  }
  yield sealed(Buffer.concat(waiting), key, nonce(number, true))
}

/** Decrypts `length` bytes. Fails with BACKUP_INVALID at the bytes of the file that were altered; `start` is where the first of these is. */
export async function* openChunks(
  sealedBytes: AsyncIterable<Buffer>,
  key: Buffer,
  { start, length }: { start: number; length: number },
): AsyncGenerator<Buffer> {
  const size = chunkBytes + tagBytes
  const chunks = Math.max(1, Math.ceil(length / size))
  let rest: Buffer = Buffer.alloc(0)
  let number = 0
  for await (const bytes of sealedBytes) {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    let from = 0
    for (; number < chunks - 1 && rest.length - from >= size; from += size)
      yield openedAt(rest.subarray(from, from + size), false)
    rest = rest.subarray(from)
  }
  yield openedAt(rest, true)

  function openedAt(chunk: Buffer, last: boolean): Buffer {
    const at = start + number * size
    try {
      return opened(chunk, key, nonce(number++, last))
    } catch (cause) {
      throw new GatewayError('BACKUP_INVALID', {
        where: `bytes ${at}-${at + Math.max(chunk.length, 1) - 1}`,
        detail: '已被改动或截断 altered, or cut off',
        cause,
      })
    }
  }
}

function nonce(number: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUIntBE(number, 5, 6)
  bytes[11] = Number(last)
  return bytes
}

function sealed(plain: Buffer, key: Buffer, iv: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function opened(chunk: Buffer, key: Buffer, iv: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
  decipher.setAuthTag(chunk.subarray(-tagBytes))
  return Buffer.concat([decipher.update(chunk.subarray(0, -tagBytes)), decipher.final()])
}
