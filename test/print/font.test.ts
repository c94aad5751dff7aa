import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { glyphsOf, openDocument } from '../../src/print/document.ts'
import { paperFont, shownText } from '../../src/print/font.ts'

const has = glyphsOf(openDocument('test', 0))

function shown(text: string): { text: string; unshown: string[] } {
  const unshown: string[] = []
  return { text: shownText(text, has, (name) => unshown.push(name)), unshown }
}

describe('the font', () => {
  test('is the file that docs/dependencies.md names', () => {
    expect(createHash('sha256').update(paperFont()).digest('hex')).toBe(
      'd45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16',
    )
  })

  test('has all of GBK’s characters', () => {
    const decoder = new TextDecoder('gbk')
    const missing: string[] = []
    for (let lead = 0x81; lead <= 0xfe; lead += 1) {
      for (let trail = 0x40; trail <= 0xfe; trail += 1) {
        const character = decoder.decode(Uint8Array.of(lead, trail))
        const isHan = /^\p{Script=Han}$/u.test(character)
        if (isHan && !has(character.codePointAt(0) ?? 0)) missing.push(character)
      }
    }
    expect(missing).toEqual([])
  })

  test.each(['骉', '㛃', '𬭎', '䶮', '𫖯', '𣲗', '〇', '·', '■', '□', '√', '※'])('has %s', (character) => {
    expect(shown(character)).toEqual({ text: character, unshown: [] })
  })
})

describe('text on paper', () => {
  test('shows a character that the font lacks as its code point, and tells', () => {
    expect(shown('王𠮷')).toEqual({ text: '王〔U+20BB7〕', unshown: ['U+20BB7'] })
  })

  test('leaves out what cannot be seen, so that nothing is turned round', () => {
    expect(shown('张\u202e三\u200b\u{e0100}')).toEqual({ text: '张三', unshown: [] })
  })
})
