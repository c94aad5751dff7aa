import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decodeText, encodeText } from '../../../src/dialects/engine/charset.ts'

const texts = fc.string({ unit: 'grapheme' })

describe('a charset', () => {
  test('utf-8 gives back every text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(decodeText(encodeText(text))).toBe(text)
      }),
    )
  })

  test('gb18030 gives back every text, and what it cannot, it refuses', () => {
    const chinese = fc.string({
      unit: fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((c) => String.fromCodePoint(c)),
    })
    fc.assert(
      fc.property(fc.oneof(chinese, texts), (text) => {
        expect([text, undefined]).toContain(decodeText(encodeText(text, 'gb18030'), 'gb18030'))
      }),
    )
  })

  test.each([
    ['上海', 'c9cfbaa3'],
    ['·', 'a1a4'],
    ['A1', '4131'],
    // Of names, and not in GBK
    ['䶮', 'fe9f'],
    ['𠀀', '95328236'],
  ])('gb18030 writes %s as %s', (text, hex) => {
    expect(encodeText(text, 'gb18030').toString('hex')).toBe(hex)
    expect(decodeText(Buffer.from(hex, 'hex'), 'gb18030')).toBe(text)
  })

  test.each([
    ['T72 GBK for UTF-8', Buffer.from('c9cfbaa3', 'hex'), 'utf-8'],
    ['T72 UTF-8 for GB 18030, though every byte could be read', Buffer.from('无锡示例科技'), 'gb18030'],
    ['half a character of UTF-8', Buffer.from('e6b2', 'hex'), 'utf-8'],
    ['half a character of GBK', Buffer.from('c9cfba', 'hex'), 'gb18030'],
    ['a byte of no character', Buffer.from('41ff41', 'hex'), 'gb18030'],
    ['an overlong NUL', Buffer.from('c080', 'hex'), 'utf-8'],
    ['a surrogate in UTF-8', Buffer.from('eda080', 'hex'), 'utf-8'],
  ] as const)('refuses %s', (_, bytes, charset) => {
    expect(decodeText(bytes, charset)).toBeUndefined()
  })

  test('two characters of GBK that are UTF-8 as well are read (联通)', () => {
    expect(decodeText(encodeText('联通', 'gb18030'), 'gb18030')).toBe('联通')
  })
})
