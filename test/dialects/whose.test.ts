import { describe, expect, test } from '@jest/globals'
import { invalid, repliesOf } from '../support/dialect-replies.ts'
import { dialectIds } from '../support/dialect-setups.ts'

describe.each(dialectIds)('an answer in %s', (dialect) => {
  const { answered, changed } = repliesOf(dialect)

  test('under another name is no record: a person is found by name and number', () => {
    expect(answered(changed('沈清和', '沈清禾')).finding).toEqual({ outcome: 'no-record' })
  })

  test('about another number is refused', () => {
    expect(() => answered(changed('310101190001010011', '310101190001010038'))).toThrow(invalid)
  })
})
