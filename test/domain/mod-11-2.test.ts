import { expect, test } from '@jest/globals'
import { mod112CheckCharacter } from '../../src/domain/mod-11-2.ts'

test.each([
  ['11010519491231002', 'X'], // examples of GB 11643-1999
  ['44052418800101001', '4'],
  ['81000019940823002', '1'], // specimens of residence permits
  ['83000019920130002', '2'],
])('gives %s the check character %s, as published', (digits, check) => {
  expect(mod112CheckCharacter(digits)).toBe(check)
})
