import { describe, expect, test } from '@jest/globals'
import { refusals } from '../../src/dialects/engine/convert.ts'
import { factRules } from '../../src/dialects/engine/fact-rules.ts'
import { conventions } from '../../src/dialects/engine/signatures/sign.ts'
import { blockNamed, fileText, rowsBelow } from './markdown.ts'

const guide = fileText('docs/dialects.md')

/** The code words of a table's cell. */
function words(cell = ''): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)
}

describe('docs/dialects.md', () => {
  test('shows the sample dialect as it is', () => {
    expect(blockNamed(guide, 'dialect.yaml')).toBe(fileText('docs/samples/dialect/dialect.yaml'))
  })

  test('the sample dialect has fewer than 100 lines', () => {
    expect(fileText('docs/samples/dialect/dialect.yaml').split('\n').length).toBeLessThan(100)
  })

  test('tells every fact with the converters that it may be read by', () => {
    const told = rowsBelow(guide, 'fields').filter(([fact = '']) => factRules.has(words(fact)[0] ?? ''))
    expect(told.map(([fact, , converters]) => [words(fact)[0], words(converters)])).toEqual(
      [...factRules].map(([fact, { converters }]) => [fact, [...converters]]),
    )
  })

  test('tells every converter', () => {
    const told = rowsBelow(guide, 'fields').map(([name]) => words(name)[0] ?? '')
    expect(told.filter((name) => !factRules.has(name)).sort()).toEqual(Object.keys(refusals).sort())
  })

  test('tells every signature with what it needs and takes', () => {
    const told = rowsBelow(guide, 'Signatures').map(([name, values = '']) => {
      const [needs = '', takes = ''] = values.replace(/\(.*\)/, '').split(';')
      return [words(name)[0], { needs: words(needs), takes: words(takes) }]
    })
    const there = Object.entries(conventions).map(([name, { needs, takes }]) => [name, { needs, takes }])
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(there))
  })
})
