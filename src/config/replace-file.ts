import { randomUUID } from 'node:crypto'
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { GatewayError } from '../errors.ts'

/** Whether this process can put another file in this one's place. */
export function isReplaceable(path: string): boolean {
  try {
    const file = realpathSync(path)
    for (const each of [file, dirname(file)]) accessSync(each, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Puts another text in a file's place, whole or not at all, and on disk when this returns. Mode and owner stay; a link leads to the
 * new one. Fails with FILE_UNUSABLE; then all is as it was.
 */
export function replaceFile(path: string, text: string): void {
  try {
    const file = realpathSync(path)
    const folder = dirname(file)
    const part = join(folder, `.${basename(file)}.${randomUUID()}`)
    try {
      written(openSync(part, 'wx', 0o600), text, statSync(file))
      renameSync(part, file)
    } catch (thrown) {
      rmSync(part, { force: true })
      throw thrown
    }
    // A new name is on disk when its folder is.
    synced(openSync(folder, 'r'))
  } catch (cause) {
    throw new GatewayError('FILE_UNUSABLE', { where: path, detail: '无法替换 it cannot be replaced', cause })
  }
}

function written(descriptor: number, text: string, { uid, gid, mode }: Stats): void {
  writeFileSync(descriptor, text)
  fchownSync(descriptor, uid, gid)
  fchmodSync(descriptor, mode & 0o7777)
  synced(descriptor)
}

function synced(descriptor: number): void {
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
