import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { GatewayError } from '../errors.ts'
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
  const file = await opened(path)
  try {
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
  } finally {
    await file.close()
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

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (cause) {
    throw new GatewayError('FILE_UNUSABLE', { where: path, detail: 'the file cannot be read', cause })
  }
}

async function part(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

function cutOff(): GatewayError {
  return new GatewayError('BACKUP_INVALID', {
    where: 'last line',
    detail: 'the signed line at the end is missing: the backup was cut off',
  })
}
