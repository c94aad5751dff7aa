import type { ShownConfigurationCheck } from '../../shown/board.ts'

export type DiffLine = ShownConfigurationCheck['diff'][number] & {
  /** Number in the text in force, and in the candidate; absent where it is in only one. */
  before?: number
  after?: number
}

/** What a reader sees: lines, or how many equal ones are left out there. */
export type DiffRow = { line: DiffLine } | { leftOut: number }

/** Equal lines are kept this near to a change. */
const near = 3

export function foldedDiff(diff: ShownConfigurationCheck['diff']): DiffRow[] {
  const lines = numbered(diff)
  const rows: DiffRow[] = []
  let leftOut = 0
  for (const [index, line] of lines.entries()) {
    const around = lines.slice(Math.max(0, index - near), index + near + 1)
    if (around.every(({ kind }) => kind === 'same')) {
      leftOut++
      continue
    }
    if (leftOut > 0) rows.push({ leftOut })
    leftOut = 0
    rows.push({ line })
  }
  if (leftOut > 0 && rows.length > 0) rows.push({ leftOut })
  return rows
}

function numbered(diff: ShownConfigurationCheck['diff']): DiffLine[] {
  let [before, after] = [0, 0]
  return diff.map((line) => {
    if (line.kind === 'removed') return { ...line, before: ++before }
    if (line.kind === 'added') return { ...line, after: ++after }
    return { ...line, before: ++before, after: ++after }
  })
}
