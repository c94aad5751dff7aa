/** Writes what was counted in memory again and again, one write at a time, and once more at the end. */
export interface RegularWrites extends AsyncDisposable {
  /** Joins the write that is under way, or begins one. */
  write(): Promise<void>
  /** Resolves when none is under way. */
  settled(): Promise<void>
}

/** `writeAll` never fails; between its runs are `everyMs` milliseconds. */
export function createRegularWrites(everyMs: number, writeAll: () => Promise<void>): RegularWrites {
  let writing: Promise<void> | undefined

  function write(): Promise<void> {
    writing ??= writeAll().finally(() => (writing = undefined))
    return writing
  }

  const regular = setInterval(() => void write(), everyMs)
  regular.unref()
  return {
    write,
    settled: async () => writing,
    async [Symbol.asyncDispose]() {
      clearInterval(regular)
      await writing
      await write()
    },
  }
}
