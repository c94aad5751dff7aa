import { plain } from './convert.ts'
import type { Tree } from './tree.ts'

/** Whether a value says that nothing is given: not there, null, blank, or one of the texts that mean it (无, 00000000). */
export function isAbsent(value: Tree | undefined, texts: readonly string[]): value is undefined | null {
  if (value === undefined || value === null) return true
  const given = plain(value)
  return given === '' || (given !== undefined && texts.includes(given))
}
