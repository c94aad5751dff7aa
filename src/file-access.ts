import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { GatewayError } from './errors.ts'

/** What the system says of a file, by its code (errno). */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder 文件或目录不存在',
  EISDIR: 'it is a folder, not a file 是目录而非文件',
  // Of a new file: whatever else has its name is told apart before.
  EEXIST: 'it is a folder, not a file 是目录而非文件',
  ENOTDIR: 'a part of its path is no folder 路径中有一段不是目录',
  EACCES: 'no permission 没有权限',
  EPERM: 'no permission 没有权限',
  EROFS: 'the file system is read-only 文件系统只读',
  ENOSPC: 'no space is left 空间不足',
}

/** For `detail`: that a file cannot be read, and why. `cause`: what was thrown. */
export function unreadable(cause: unknown): string {
  return withReason('the file cannot be read', cause)
}

/** For `detail`: that a file cannot be written, and why. */
export function unwritable(cause: unknown): string {
  return withReason('the file cannot be written', cause)
}

/** What reading a folder as a file comes to, for those who look before they read. */
export const folderInstead: unknown = { code: 'EISDIR' }

/**
 * Makes a folder and those around it that are missing; `mode` is that of new ones. One by one from the nearest that is there: Node's
 * own way never ends where the system denies that a folder could be. Fails with FILE_UNUSABLE.
 */
export function makeFolder(path: string, mode = 0o777): void {
  const missing: string[] = []
  let at = resolve(path)
  while (!isFolder(at)) {
    missing.unshift(at)
    at = dirname(at)
  }
  for (const each of missing) madeOne(each, mode)
}

function madeOne(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode })
  } catch (cause) {
    // Somebody else was faster.
    if (codeOf(cause) === 'EEXIST' && isFolder(path)) return
    throw new GatewayError('FILE_UNUSABLE', {
      where: path,
      detail: withReason('the folder cannot be made', cause),
      cause,
    })
  }
}

/** Fails with FILE_UNUSABLE where something else has that name. */
function isFolder(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found || found.isDirectory()) return found !== undefined
  throw new GatewayError('FILE_UNUSABLE', {
    where: path,
    detail: 'it is a file, not a folder 是文件而非目录',
  })
}

function withReason(what: string, cause: unknown): string {
  const code = codeOf(cause)
  return code === undefined ? what : `${what}: ${reasons[code] ?? code}`
}

function codeOf(cause: unknown): string | undefined {
  const { code } = (cause ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : undefined
}
