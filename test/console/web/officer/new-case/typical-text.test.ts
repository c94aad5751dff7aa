import { expect, test } from '@jest/globals'
import { typicalText } from '../../../../../src/console/web/officer/new-case/typical-text.ts'

test.each([
  [undefined, ''],
  [12, '通常不到 0.1 秒'],
  [99, '通常不到 0.1 秒'],
  [100, '通常 0.1 秒'],
  [1_250, '通常 1.3 秒'],
])('a centre that takes %s ms: 「%s」, and never 0.0 秒', (ms, text) => {
  expect(typicalText(ms)).toBe(text)
})
