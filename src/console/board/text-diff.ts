import { diffLines } from 'diff'
import type { ShownConfigurationCheck } from '../shown/board.ts'

/** How long it may look for the shortest difference, in milliseconds; then all is removed and all is added. */
const patienceMs = 500

/** One text against another, line by line. */
export function textDiff(before: string, after: string): ShownConfigurationCheck['diff'] {
  const parts = diffLines(before, after, { timeout: patienceMs }) ?? [
    { value: before, added: false, removed: true },
    { value: after, added: true, removed: false },
  ]
  return parts.flatMap(({ value, added, removed }) => {
    const kind = added ? 'added' : removed ? 'removed' : 'same'
    return linesOf(value).map((line) => ({ line, kind }) as const)
  })
}

function linesOf(text: string): string[] {
  const lines = text.split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}
