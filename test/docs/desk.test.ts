import { describe, expect, test } from '@jest/globals'
import { shortcuts } from '../../src/console/web/layout/help.ts'
import { centreStates } from '../../src/console/web/officer/case-words.ts'
import { personas } from '../../src/sandbox/personas.ts'
import { fileText, rowsBelow } from './markdown.ts'

describe('docs/desk.md', () => {
  const document = fileText('docs/desk.md')
  const firstOf = (heading: string): string[] => rowsBelow(document, heading).map(([first = '']) => first)

  test('explains every state that a centre can be shown in, in the words of the page', () => {
    const words = Object.values(centreStates).map(({ word }) => word)
    expect(firstOf('查询进度').toSorted()).toEqual(words.toSorted())
  })

  test('lists the shortcuts of the help dialog', () => {
    expect(firstOf('键盘 Keyboard')).toEqual(shortcuts.map(({ keys }) => keys))
  })

  test('lists the people of the sandbox with the numbers that the form asks for', () => {
    expect(rowsBelow(document, '沙箱中的职工')).toEqual(
      personas.map(({ person, label, id }) => [
        person.name,
        `\`${person.idNumber}\``,
        label.zh,
        label.en,
        `\`${id}\``,
      ]),
    )
  })
})
