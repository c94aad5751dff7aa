import { expect, test } from '@jest/globals'
import { isPressed, type Shortcut } from '../../../../src/console/web/parts/shortcut.ts'

const none = { ctrlKey: false, metaKey: false, isComposing: false }

test.each<[Shortcut, object, boolean]>([
  ['Control+P', { key: 'p', ctrlKey: true }, true],
  ['Control+P', { key: 'P', ctrlKey: true }, true],
  ['Control+P', { key: 'p', metaKey: true }, true],
  ['Control+P', { key: 'p' }, false],
  ['Control+P', { key: 'o', ctrlKey: true }, false],
  ['Control+/', { key: '/', ctrlKey: true }, true],
  ['Control+Enter', { key: 'Enter', ctrlKey: true, isComposing: true }, false],
  ['F2', { key: 'F2' }, true],
])('%s is pressed by %j: %j', (shortcut, event, pressed) => {
  expect(isPressed(shortcut, { key: '', ...none, ...event })).toBe(pressed)
})
