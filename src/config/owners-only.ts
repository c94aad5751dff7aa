import { statSync } from 'node:fs'
import { platform } from 'node:os'
import { dirname } from 'node:path'
import { GatewayError } from '../errors.ts'
import { folderInstead, unreadable } from '../file-access.ts'
import { inKeyFile, keyFileText } from '../key-file.ts'

/** A secret file's text. Fails with KEY_UNUSABLE where others can read it, or put another in its place. */
export function readOwnersOnly(path: string): string {
  assertOwnersOnly(path)
  return keyFileText(path)
}

/** Nobody else may read the file, or put another in its place. Fails with KEY_UNUSABLE. */
export function assertOwnersOnly(path: string): void {
  if (platform() === 'win32') return
  const folder = dirname(path)
  const [file, around] = inKeyFile(path, () => [statSync(path), statSync(folder).mode])
  if (file.isDirectory())
    throw new GatewayError('KEY_UNUSABLE', { where: path, detail: unreadable(folderInstead) })
  if ((file.mode & 0o077) !== 0)
    throw new GatewayError('KEY_UNUSABLE', {
      where: path,
      detail: '他人可读，请将权限设为 600 others can read it; set mode 600',
    })
  // In a folder with the sticky bit, such as /tmp, only its owner can replace a file.
  if ((around & 0o022) !== 0 && (around & 0o1000) === 0)
    throw new GatewayError('KEY_UNUSABLE', {
      where: folder,
      detail: '他人可写，请将权限设为 700 others can write to it; set mode 700',
    })
}
