import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { textDiff } from '../../../src/console/board/text-diff.ts'

test('marks lines that came and lines that went', () => {
  expect(textDiff('a: 1\nb: 2\nc: 3\n', 'a: 1\nb: 4\nc: 3\nd: 5\n')).toEqual([
    { line: 'a: 1', kind: 'same' },
    { line: 'b: 2', kind: 'removed' },
    { line: 'b: 4', kind: 'added' },
    { line: 'c: 3', kind: 'same' },
    { line: 'd: 5', kind: 'added' },
  ])
})

test('what stays and goes is the text before, what stays and comes the text after', () => {
  const line = fc.constantFrom('a', 'b', 'c: 1', '')
  fc.assert(
    fc.property(fc.array(line), fc.array(line), (before, after) => {
      const [a, b] = [before, after].map((lines) => lines.map((each) => `${each}\n`).join(''))
      const diff = textDiff(a ?? '', b ?? '')
      const side = (gone: 'added' | 'removed') =>
        diff.filter(({ kind }) => kind !== gone).map(({ line: text }) => text)
      expect([side('added'), side('removed')]).toEqual([before, after])
    }),
  )
})
