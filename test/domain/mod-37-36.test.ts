import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { holdsMod3736, mod3736CheckCharacter } from '../../src/domain/mod-37-36.ts'
import { singleErrors } from './arbitraries.ts'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const checked = fc.stringMatching(/^[0-9A-Z]{1,40}$/).map((text) => text + mod3736CheckCharacter(text))

describe('MOD 37,36', () => {
  test.each([
    ['11100000000013338W01111430000006122244L20230000403001', 'U'],
    ['11100000MB03271699022340100000000016001', '9'],
  ])('agrees with the published electronic licence identifier %s', (text, check) => {
    expect(mod3736CheckCharacter(text)).toBe(check)
    expect(holdsMod3736(text + check)).toBe(true)
  })

  test.each(['', '1', 'U', 'a1', '1-', '１1', ' 11'])(
    'does not hold for %p, which it does not cover',
    (text) => {
      expect(holdsMod3736(text)).toBe(false)
    },
  )

  test.each(['a', '-', '１', ' '])('gives no check character for %p', (text) => {
    expect(() => mod3736CheckCharacter(text)).toThrow(RangeError)
  })

  test('finds every single wrong character', () => {
    fc.assert(
      fc.property(singleErrors(checked, ALPHABET), ({ right, wrong }) => {
        expect(holdsMod3736(right)).toBe(true)
        expect(holdsMod3736(wrong)).toBe(false)
      }),
    )
  })

  test('finds every swap of adjacent characters that are not neighbours in the alphabet', () => {
    fc.assert(
      fc.property(checked, fc.nat(), (right, n) => {
        const at = n % (right.length - 1)
        const [a, b] = [right.charAt(at), right.charAt(at + 1)]
        const distance = Math.abs(ALPHABET.indexOf(a) - ALPHABET.indexOf(b))
        fc.pre(distance > 1 && distance < 35)
        expect(holdsMod3736(right.slice(0, at) + b + a + right.slice(at + 2))).toBe(false)
      }),
    )
  })

  test('misses a swap of neighbours in one state of 36, as the scheme allows', () => {
    const escapes = [...ALPHABET].filter((first) => {
      const [a, b] = [`${first}01`, `${first}10`]
      return mod3736CheckCharacter(a) === mod3736CheckCharacter(b)
    })
    expect(escapes).toHaveLength(1)
  })
})
