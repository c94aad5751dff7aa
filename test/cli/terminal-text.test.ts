import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { terminalText } from '../../src/cli/terminal-text.ts'

test('what would steer a terminal or turn round what stands there is shown, and does nothing', () => {
  expect(terminalText('\u001b[2J\u009b1A\r沈清和\u202e')).toBe(
    String.raw`\u001b[2J\u009b1A\u000d沈清和\u202e`,
  )
  expect(terminalText('  ✓ 验签通过\n\t𬭎')).toBe('  ✓ 验签通过\n\t𬭎')
})

test('JSON says the same afterwards', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value, null, 2)
      expect(JSON.parse(terminalText(text))).toEqual(JSON.parse(text))
      expect(terminalText(text)).not.toMatch(/[\p{Bidi_Control}\u007f-\u009f]/u)
    }),
  )
})
