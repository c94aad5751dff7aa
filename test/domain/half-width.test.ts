import { expect, test } from '@jest/globals'
import { halfWidth } from '../../src/domain/half-width.ts'

test('makes full-width letters and digits half-width, from first to last', () => {
  expect(halfWidth('０９ＡＺａｚ')).toBe('09AZaz')
})

test('leaves everything else', () => {
  expect(halfWidth('王（小）－·Az 0　')).toBe('王（小）－·Az 0　')
})
