import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { GatewayError } from '../errors.ts'
import { makeFolder, unreadable, unwritable } from '../file-access.ts'

/** A file's bytes. Fails with FILE_UNUSABLE. */
export function readBytes(path: string): Buffer {
  return usable(path, unreadable, () => readFileSync(path))
}

/** A file's token: its bytes without the line break at the end. Fails with FILE_UNUSABLE. */
export function readToken(path: string): Buffer {
  return tokenIn(readBytes(path))
}

/** A token as text editors leave it, without white space at its end. */
export function tokenIn(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').trimEnd(), 'latin1')
}

/** Whether `writeNew` could write a secret here, found out before what it would hold is made. Fails as that does. */
export function assertWritable(path: string): void {
  writeNew(path, '', { secret: true })
  rmSync(path)
}

/** Writes a new file, with its folders; a secret is readable by its owner only, and so are folders made for it. Fails with FILE_EXISTS rather than overwrite, and with FILE_UNUSABLE. */
export function writeNew(path: string, content: string | Uint8Array, { secret = false } = {}): void {
  usable(path, unwritable, () => {
    makeFolder(dirname(path), secret ? 0o700 : undefined)
    writeFileSync(path, content, { mode: secret ? 0o600 : 0o644, flag: 'wx' })
  })
}

/** Puts a file in another's place at once, so that a reader sees one or the other. Fails with FILE_UNUSABLE. */
export function replace(path: string, content: string | Uint8Array, { secret = false } = {}): void {
  const beside = `${path}.${randomUUID()}`
  usable(path, unwritable, () => {
    makeFolder(dirname(path))
    try {
      writeFileSync(beside, content, { mode: secret ? 0o600 : 0o644, flag: 'wx' })
      renameSync(beside, path)
    } catch (cause) {
      rmSync(beside, { force: true })
      throw cause
    }
  })
}

function usable<T>(where: string, detail: (cause: unknown) => string, use: () => T): T {
  try {
    return use()
  } catch (cause) {
    if (cause instanceof GatewayError) throw cause
    // A folder in its place exists as well.
    if (hasCode(cause, 'EEXIST') && statSync(where, { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw new GatewayError('FILE_EXISTS', { where, cause })
    }
    throw new GatewayError('FILE_UNUSABLE', { where, detail: detail(cause), cause })
  }
}

function hasCode(cause: unknown, code: string): boolean {
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === code
}
