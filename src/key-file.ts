import { GatewayError } from './errors.ts'
import { unreadable } from './file-access.ts'
import { readSmallFile } from './regular-file.ts'

/** Whatever is wrong with a file of keys or certificates is told of the file. Fails with KEY_UNUSABLE. */
export function inKeyFile<T>(path: string, use: () => T): T {
  try {
    return use()
  } catch (cause) {
    const detail = cause instanceof GatewayError ? cause.detail : unreadable(cause)
    throw new GatewayError('KEY_UNUSABLE', { where: path, ...(detail !== undefined && { detail }), cause })
  }
}

/** The text of a file of keys or certificates. Fails with KEY_UNUSABLE. */
export function keyFileText(path: string): string {
  return inKeyFile(path, () => readSmallFile(path).toString())
}
