import { GatewayError, toGatewayError } from '../errors.ts'
import { openChunks } from './chunks.ts'
import { type BackupFile, bytesOf } from './file.ts'
import type { HeldRow, HeldTable } from './ports.ts'
import { createRowReader, type Piece } from './rows.ts'

/** Rows of one table that stand together. */
export interface HeldRows {
  table: HeldTable
  /** How many rows of the table came before. */
  before: number
  rows: readonly HeldRow[]
}

/**
 * Decrypts and reads all rows, table by table; each table comes first without rows. Fails with BACKUP_INVALID, naming the bytes
 * of the file, the table and the row up to which all was well.
 */
export async function* readContents(file: BackupFile, key: Buffer): AsyncGenerator<HeldRows> {
  const { start, length } = file.body
  const reader = createRowReader()
  let table: HeldTable | undefined
  let before = 0
  try {
    for await (const bytes of openChunks(bytesOf(file.path, start, length), key, file.body)) {
      for (const [head, rows] of runsOf(reader.push(bytes))) {
        if (head) [table, before] = [head, 0]
        if (table === undefined) throw new SyntaxError('有不属于任何表的行 a row of no table')
        yield { table, before, rows }
        before += rows.length
      }
    }
    if (!reader.ended()) throw new SyntaxError('结尾缺失 the end is missing')
  } catch (thrown) {
    throw placed(thrown, table && `${table.name}: ${before}`)
  }
}

/** The rows behind each table's head, where there is one. */
function runsOf(pieces: readonly Piece[]): [HeldTable | undefined, HeldRow[]][] {
  const runs: [HeldTable | undefined, HeldRow[]][] = []
  for (const piece of pieces) {
    if ('table' in piece) runs.push([piece.table, []])
    else if ('row' in piece) {
      if (runs.length === 0) runs.push([undefined, []])
      runs.at(-1)?.[1].push(piece.row)
    }
  }
  return runs
}

function placed(thrown: unknown, reached: string | undefined): GatewayError {
  const place =
    reached === undefined
      ? '在首个表之前 before the first table'
      : `此前已读的表与行数 table and rows read before: ${reached}`
  if (thrown instanceof SyntaxError)
    return new GatewayError('BACKUP_INVALID', {
      where: 'contents',
      detail: `${thrown.message}; ${place}`,
      cause: thrown,
    })
  const error = toGatewayError(thrown)
  if (error.code !== 'BACKUP_INVALID' || error.where === undefined) return error
  return new GatewayError('BACKUP_INVALID', {
    where: error.where,
    detail: `${error.detail ?? ''}; ${place}`,
    cause: error,
  })
}
