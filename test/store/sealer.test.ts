import { randomBytes } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { createSealer } from '../../src/store/sealer.ts'

const sealer = createSealer(randomBytes(32))
const bytes = fc.uint8Array({ maxLength: 200 })

describe('the sealer', () => {
  test('opens what it sealed, in the same context', () => {
    fc.assert(
      fc.property(bytes, fc.string(), (plain, context) => {
        expect(sealer.open(sealer.seal(plain, context), context)).toEqual(Buffer.from(plain))
      }),
    )
  })

  test('T117 any changed byte is found, and so is one taken away or added', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (plain, place, change) => {
        const sealed = sealer.seal(plain, 'context')
        const at = place % sealed.length
        const changed = Buffer.from(sealed)
        changed[at] = (changed[at] ?? 0) ^ change
        expect(() => sealer.open(changed, 'context')).toThrow()
        expect(() => sealer.open(sealed.subarray(0, -1), 'context')).toThrow()
        expect(() => sealer.open(Buffer.concat([sealed, Buffer.of(change)]), 'context')).toThrow()
      }),
      { numRuns: 500 },
    )
  })

  test('every single bit of one sealed message matters', () => {
    const sealed = sealer.seal(Buffer.from('a message'), 'context')
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => sealer.open(changed, 'context')).toThrow()
    }
  })

  test('sealed bytes do not open as another exchange’s, nor under another key', () => {
    const sealed = sealer.seal(Buffer.from('a message'), '320101000000000 id-1 answer')
    expect(() => sealer.open(sealed, '320101000000000 id-1 request')).toThrow()
    expect(() => sealer.open(sealed, '320101000000000 id-2 answer')).toThrow()
    expect(() => createSealer(randomBytes(32)).open(sealed, '320101000000000 id-1 answer')).toThrow()
  })

  test('a shortened tag is no tag', () => {
    for (let length = 0; length < 28; length += 1) {
      expect(() => sealer.open(sealer.seal(Buffer.from('a'), 'c').subarray(0, length), 'c')).toThrow()
    }
  })

  test('the same message is never sealed to the same bytes, and shows nothing of itself', () => {
    const plain = Buffer.from('310101190001010011 沈清和')
    const [one, two] = [sealer.seal(plain, 'c'), sealer.seal(plain, 'c')]
    expect(one.equals(two)).toBe(false)
    expect(one.includes(plain.subarray(0, 6))).toBe(false)
  })

  test('a keyed hash is the same under the same key only', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(sealer.keyedHash(a) === sealer.keyedHash(b)).toBe(a === b)
        expect(createSealer(randomBytes(32)).keyedHash(a)).not.toBe(sealer.keyedHash(a))
      }),
    )
  })
})
