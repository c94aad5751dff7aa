import type { Progress } from '../../backup/ports.ts'
import type { Shell } from '../shell.ts'

/** Between two lines, in milliseconds. */
const quietMs = 2_000

/** Tells on standard error how far a long run is; a short one says nothing, and scripts hear nothing. */
export function progressOf(shell: Shell, { json }: { json?: boolean }): Progress {
  let last = shell.clock()
  return (table, rows) => {
    const now = shell.clock()
    if (json === true || now - last < quietMs) return
    last = now
    shell.err(`… ${table}: ${rows} 行 rows`)
  }
}
