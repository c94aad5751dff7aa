import { expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { lengthKeywords } from '../../src/contracts/length-keywords.ts'

test('lengths count characters as those of ajv do, and are told as those are', () => {
  const theirs = new Ajv2020({ messages: false })
  const ours = new Ajv2020({ messages: false })
  for (const definition of lengthKeywords)
    ours.removeKeyword(String(definition.keyword)).addKeyword(definition)
  const text = fc.array(fc.constantFrom('a', '沈', '𠮷', '\ud842', '\udfb7'), { maxLength: 12 })
  for (const schema of [
    { minLength: 0 },
    { minLength: 1 },
    { minLength: 5 },
    { maxLength: 0 },
    { maxLength: 5 },
  ]) {
    const [check, known] = [ours, theirs].map((ajv) =>
      ajv.compile({ type: 'string', pattern: '^[^a]', ...schema }),
    )
    if (!check || !known) throw new Error('not compiled')
    fc.assert(
      fc.property(text, (characters) => {
        const value = characters.join('')
        expect([value, check(value), check.errors]).toEqual([value, known(value), known.errors])
      }),
    )
  }
})
