/** Primary result codes (sqlite.org/rescode.html) that say something to whoever runs the store. */
const names: Readonly<Record<number, string>> = {
  3: 'SQLITE_PERM',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  26: 'SQLITE_NOTADB',
}
const damaged = new Set([11, 26])

/** What SQLite says under its own name for it, and for a damaged file what helps; never a value of the store. Anything else as it is. */
export function sqliteFault(cause: unknown): unknown {
  const { errcode, errstr } = (cause ?? {}) as { errcode?: unknown; errstr?: unknown }
  if (typeof errcode !== 'number') return cause
  const primary = errcode & 0xff
  const text = `${names[primary] ?? `SQLite ${errcode}`}: ${String(errstr)}`
  const help = damaged.has(primary)
    ? '; 文件已损坏，请恢复备份 the file is damaged, restore a backup with gateway restore'
    : ''
  return new Error(text + help, { cause })
}
