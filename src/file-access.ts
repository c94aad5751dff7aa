import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { GatewayError } from './errors.ts'

interface Text {
  zh: string
  en: string
}

const folder: Text = { zh: '是文件夹而非文件', en: 'it is a folder, not a file' }
const noPermission: Text = { zh: '没有权限', en: 'no permission' }

/** What the system says of a file, by its code (errno). */
const reasons: Readonly<Record<string, Text>> = {
  ENOENT: { zh: '文件或文件夹不存在', en: 'no such file or folder' },
  EISDIR: folder,
  // Of a new file: whatever else has its name is told apart before.
  EEXIST: folder,
  ENOTDIR: { zh: '路径中有一段不是文件夹', en: 'a part of its path is no folder' },
  EACCES: noPermission,
  EPERM: noPermission,
  EROFS: { zh: '文件系统只读', en: 'the file system is read-only' },
  ENOSPC: { zh: '空间不足', en: 'no space is left' },
  ENODEV: { zh: '不是普通文件', en: 'it is no regular file' },
}

/** What we find wrong with a file, told as the system tells its own faults. */
export class FileFault extends Error {
  readonly code: string
  readonly reason: Text | undefined

  constructor(code: string, reason?: Text) {
    super(code)
    this.code = code
    this.reason = reason
  }
}

/** For `detail`: that a file cannot be read, and why. `cause`: what was thrown. */
export function unreadable(cause: unknown): string {
  return withReason({ zh: '无法读取文件', en: 'the file cannot be read' }, cause)
}

/** For `detail`: that a file cannot be written, and why. */
export function unwritable(cause: unknown): string {
  return withReason({ zh: '无法写入文件', en: 'the file cannot be written' }, cause)
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
      detail: withReason({ zh: '无法建立文件夹', en: 'the folder cannot be made' }, cause),
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
    detail: '是文件而非文件夹 it is a file, not a folder',
  })
}

function withReason({ zh, en }: Text, cause: unknown): string {
  const code = codeOf(cause)
  const reason = (cause instanceof FileFault ? cause.reason : undefined) ?? reasons[code ?? '']
  if (reason) return `${zh}：${reason.zh} ${en}: ${reason.en}`
  return code === undefined ? `${zh} ${en}` : `${zh} ${en}: ${code}`
}

function codeOf(cause: unknown): string | undefined {
  const { code } = (cause ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : undefined
}
