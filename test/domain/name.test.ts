import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { canonicalName, sameName } from '../../src/domain/name.ts'

describe('canonicalName', () => {
  test.each([
    ['trims', '  王小明　', '王小明'],
    ['closes up Han characters', '王 小　明', '王小明'],
    ['closes up rare characters outside the basic plane', '王 𠮷 明', '王𠮷明'],
    ['closes up rare characters of the private use area', '王 \uE863 明', '王\uE863明'],
    ['keeps one space between other words', 'SMITH \t JOHN', 'SMITH JOHN'],
    ['keeps the space between Han and Latin', '王小明 John', '王小明 John'],
    ['makes full-width letters half-width', 'ＳＭＩＴＨ　Ｊｏｈｎ', 'SMITH John'],
    ['composes accents', 'Jose\u0301', 'José'],
    ['composes accents of full-width letters', 'Ｊｏｓｅ\u0301', 'José'],
    ['replaces a compatibility ideograph by the character it stands for', '\uF9E4', '理'],
    ['drops what cannot be seen', '王\u200B小\uFEFF明\u200E', '王小明'],
    ['drops fillers', '\u3164王\u115f小\ufe00明\u034f', '王小明'],
    ['keeps the full stop of an initial', 'John F. Smith', 'John F. Smith'],
  ])('%s', (_, name, expected) => {
    expect(canonicalName(name)).toBe(expected)
  })

  test.each([...'·•‧∙⋅・･.．'])('writes the dot %p between name parts as U+00B7', (dot) => {
    expect(canonicalName(`阿卜杜${dot}热合曼`)).toBe('阿卜杜·热合曼')
    expect(canonicalName(`阿卜杜 ${dot}　热合曼`)).toBe('阿卜杜·热合曼')
  })

  test('writes every dot of a name of three parts so', () => {
    expect(canonicalName('阿.卜.杜')).toBe('阿·卜·杜')
  })

  test('has nothing left to do on what it gave', () => {
    const characters = fc.constantFrom(...'王李𠮷 　\t·•.．・Ａaé\u0301\u200B\uE863（F')
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: characters })), (name) => {
        expect(canonicalName(canonicalName(name))).toBe(canonicalName(name))
      }),
    )
  })
})

describe('sameName', () => {
  test.each([
    ['王小明', '王 小 明'],
    ['阿卜杜·热合曼', '阿卜杜•热合曼'],
    ['SMITH JOHN', 'Smith  John'],
    ['ＳＭＩＴＨ', 'smith'],
  ])('finds %p and %p the same', (a, b) => {
    expect(sameName(a, b)).toBe(true)
  })

  test.each([
    ['王小明', '王晓明'],
    ['阿卜杜·热合曼', '阿卜杜热合曼'],
    ['SMITH JOHN', 'SMITHJOHN'],
    ['王小明', '王小'],
    ['王小明', ''],
  ])('tells %p from %p', (a, b) => {
    expect(sameName(a, b)).toBe(false)
  })
})
