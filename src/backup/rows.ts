import type { HeldRow, HeldTable, Value } from './ports.ts'

// The contents of a backup before they are encrypted. Each table is a line of JSON with its name and columns, then a line of
// JSON for each row: an array of values in the order of the columns. Bytes stand as {"bytes": length} in the line, and follow
// it as they are. A last line says that nothing is missing.

/** What a line says. */
export type Piece = { table: HeldTable } | { row: HeldRow } | { end: true }

const lineFeed = Buffer.from('\n')

export function tableLine({ name, columns }: HeldTable): Buffer {
  return Buffer.from(`${JSON.stringify({ table: name, columns })}\n`)
}

export const endLine = Buffer.from('{"end":true}\n')

export function rowLine(row: HeldRow): Buffer {
  const bytes = row.filter((value) => value instanceof Uint8Array)
  if (bytes.length === 0) return Buffer.from(`${JSON.stringify(row)}\n`)
  const line = row.map((value) => (value instanceof Uint8Array ? { bytes: value.length } : value))
  return Buffer.concat([Buffer.from(JSON.stringify(line)), lineFeed, ...bytes])
}

/** Reads what was written so, however it is cut. */
export interface RowReader {
  /** The pieces that are whole now. Throws SyntaxError where something else was written. */
  push(bytes: Buffer): Piece[]
  /** Whether the last line was read, and nothing follows. */
  ended(): boolean
}

export function createRowReader(): RowReader {
  let rest: Buffer = Buffer.alloc(0)
  let ended = false
  return {
    push(bytes) {
      rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
      const pieces: Piece[] = []
      let from = 0
      for (;;) {
        const read = pieceAt(rest, from)
        if (!read) break
        if (ended) throw new SyntaxError('结尾之后仍有内容 something follows the end')
        ended = 'end' in read.piece
        pieces.push(read.piece)
        from = read.next
      }
      rest = rest.subarray(from)
      return pieces
    },
    ended: () => ended && rest.length === 0,
  }
}

function pieceAt(bytes: Buffer, from: number): { piece: Piece; next: number } | undefined {
  const end = bytes.indexOf(lineFeed, from)
  if (end < 0) return undefined
  const line: unknown = JSON.parse(bytes.toString('utf8', from, end))
  if (!Array.isArray(line)) return { piece: headOf(line), next: end + 1 }
  let next = end + 1
  const row: Value[] = []
  for (const written of line as unknown[]) {
    if (written === null || typeof written === 'string' || typeof written === 'number') row.push(written)
    else {
      const length = lengthOf(written)
      if (next + length > bytes.length) return undefined
      row.push(bytes.subarray(next, next + length))
      next += length
    }
  }
  return { piece: { row }, next }
}

function headOf(line: unknown): Piece {
  const { table, columns, end } = (line ?? {}) as { table?: unknown; columns?: unknown; end?: unknown }
  if (end === true) return { end }
  if (typeof table !== 'string' || !Array.isArray(columns))
    throw new SyntaxError('既非表头也非行 neither table nor row')
  return { table: { name: table, columns: columns.map(String) } }
}

function lengthOf(written: unknown): number {
  const { bytes } = (written ?? {}) as { bytes?: unknown }
  if (Number.isSafeInteger(bytes) && Number(bytes) >= 0) return Number(bytes)
  throw new SyntaxError('不是值 no value')
}
