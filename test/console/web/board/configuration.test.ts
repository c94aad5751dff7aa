import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { faultLine, lineRange, placeName } from '../../../../src/console/web/board/fault-line.ts'
import { foldedDiff } from '../../../../src/console/web/board/folded-diff.ts'

describe('a fault names its line', () => {
  test.each([
    ['gateway.yaml:12', 12],
    ['/etc/gateway/gateway.yaml:7:3', 7],
    ['keys.sign', undefined],
    ['gateway.yaml', undefined],
    ['gateway.yaml:0', undefined],
  ])('%s: %p', (where, line) => {
    expect(faultLine(where)).toBe(line)
  })

  test('whose place in the text is that of the line, for every line of every text', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string().map((line) => line.replaceAll('\n', ' ')),
          { minLength: 1 },
        ),
        (lines) => {
          const text = lines.join('\n')
          for (const [index, line] of lines.entries()) {
            const { from, until } = lineRange(text, index + 1)
            expect(text.slice(from, until)).toBe(line)
          }
        },
      ),
    )
  })

  test('its file goes without its folders', () => {
    expect([placeName('/etc/gateway/gateway.yaml:7'), placeName('keys.sign')]).toEqual([
      'gateway.yaml:7',
      'keys.sign',
    ])
  })

  test('past the last line it is the end', () => {
    expect(lineRange('a\nb', 9)).toEqual({ from: 3, until: 3 })
  })
})

describe('a difference', () => {
  const same = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ line: `${at}`, kind: 'same' as const }))

  test('keeps three equal lines around a change and counts the others', () => {
    const rows = foldedDiff([...same(6), { line: 'new', kind: 'added' }, ...same(5)])
    expect(rows.map((row) => ('leftOut' in row ? row.leftOut : row.line.line))).toEqual([
      3,
      '3',
      '4',
      '5',
      'new',
      '0',
      '1',
      '2',
      2,
    ])
  })

  test('numbers a line as it stands in either text', () => {
    const rows = foldedDiff([
      { line: 'a', kind: 'same' },
      { line: 'b', kind: 'removed' },
      { line: 'c', kind: 'added' },
      { line: 'd', kind: 'same' },
    ])
    expect(rows).toEqual([
      { line: { line: 'a', kind: 'same', before: 1, after: 1 } },
      { line: { line: 'b', kind: 'removed', before: 2 } },
      { line: { line: 'c', kind: 'added', after: 2 } },
      { line: { line: 'd', kind: 'same', before: 3, after: 3 } },
    ])
  })

  test('of equal texts has nothing to show', () => {
    expect(foldedDiff(same(9))).toEqual([])
  })
})
