import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { GatewayError } from '../errors.ts'
import { unreadable } from '../file-access.ts'
import { type BackupHeader, longestHeader, readHeader } from './header.ts'

/** A backup as it lies there: a line in clear, encrypted bytes, a line with the signed manifest. */
export interface BackupFile {
  path: string
  header: BackupHeader
  /** Where the encrypted bytes are. */
  body: { start: number; length: number }
  /** The last line: a compact JWS, not yet verified. */
  manifest: Buffer
  /** Length of what is before the last line. */
  bytes: number
}

/** Certificates and the names of tables take a few kilobytes. */
const longestManifest = 256 * 1024

/** Fails with FILE_UNUSABLE, and with BACKUP_INVALID where it is no backup. */
export async function openBackup(path: string): Promise<BackupFile> {
  const file = await usable(path, () => open(path, 'r'))
  try {
    return await usable(path, () => read(path, file))
  } finally {
    await file.close()
  }
}

async function read(path: string, file: FileHandle): Promise<BackupFile> {
  const { size } = await file.stat()
  const first = await part(file, 0, Math.min(size, longestHeader))
  const headerEnd = first.indexOf('\n') + 1
  const header = readHeader(first.toString('utf8', 0, headerEnd))
  const tail = await part(file, size - Math.min(size, longestManifest), Math.min(size, longestManifest))
  const lineStart = tail.lastIndexOf('\n', -2) + 1
  const bytes = size - tail.length + lineStart
  if (tail.at(-1) !== 0x0a || lineStart === 0 || bytes <= headerEnd) throw cutOff()
  return {
    path,
    header,
    body: { start: headerEnd, length: bytes - 1 - headerEnd },
    manifest: tail.subarray(lineStart, -1),
    bytes,
  }
}

/** SHA-256 of everything before the last line, base64url. */
export async function digestOfBackup({ path, bytes }: BackupFile): Promise<string> {
  const hash = createHash('sha256')
  for await (const read of bytesOf(path, 0, bytes)) hash.update(read)
  return hash.digest('base64url')
}

export function bytesOf(path: string, start: number, length: number): AsyncIterable<Buffer> {
  if (length === 0) return (async function* () {})()
  return createReadStream(path, { start, end: start + length - 1, highWaterMark: 2 ** 20 })
}

async function usable<T>(where: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use()
  } catch (cause) {
    if (cause instanceof GatewayError) throw cause
    throw new GatewayError('FILE_UNUSABLE', { where, detail: unreadable(cause), cause })
  }
}

async function part(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

function cutOff(): GatewayError {
  return new GatewayError('BACKUP_INVALID', {
    where: 'last line',
    detail: '末尾的签名行缺失，备份已被截断 the signed line at the end is missing: the backup was cut off',
  })
}
