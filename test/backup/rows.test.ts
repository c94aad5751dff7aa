import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { HeldRow, HeldTable, Value } from '../../src/backup/ports.ts'
import { createRowReader, endLine, type Piece, rowLine, tableLine } from '../../src/backup/rows.ts'

const value = fc.oneof<fc.Arbitrary<Value>[]>(
  fc.string({ unit: 'binary' }),
  fc.maxSafeInteger(),
  fc.constant(null),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
)
const table = fc.record({ name: fc.string(), columns: fc.array(fc.string()) })
const tables = fc.array(fc.tuple(table, fc.array(fc.array(value))))

function written(all: readonly (readonly [HeldTable, readonly HeldRow[]])[]): Buffer {
  return Buffer.concat([...all.flatMap(([head, rows]) => [tableLine(head), ...rows.map(rowLine)]), endLine])
}

function pieces(bytes: Buffer, size: number): { pieces: Piece[]; ended: boolean } {
  const reader = createRowReader()
  const read: Piece[] = []
  for (let at = 0; at < bytes.length; at += size) read.push(...reader.push(bytes.subarray(at, at + size)))
  return { pieces: read, ended: reader.ended() }
}

describe('rows', () => {
  test('are read as they were written, however the bytes are cut', () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 40 }), (all, size) => {
        const expected = all.flatMap(([head, rows]) => [{ table: head }, ...rows.map((row) => ({ row }))])
        const read = pieces(written(all), size)
        expect(read).toEqual({ pieces: [...expected, { end: true }], ended: true })
      }),
    )
  })

  test('have not ended where any of their last bytes is missing', () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: endLine.length }), (all, missing) => {
        expect(pieces(written(all).subarray(0, -missing), 7).ended).toBe(false)
      }),
    )
  })

  test.each([
    ['something else', '{"other":1}\n'],
    ['no JSON', 'hello\n'],
    ['a value of no kind', '[{"bytes":-1}]\n'],
    ['true for a value', '[true]\n'],
    ['something behind the end', '{"end":true}\n["x"]\n'],
  ])('are refused where there is %s', (_, text) => {
    expect(() => createRowReader().push(Buffer.from(text))).toThrow(SyntaxError)
  })
})
