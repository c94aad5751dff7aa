import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { backoff } from '../../src/domain/backoff.ts'

const attempts = fc.integer({ min: 1, max: 10_000 })
const random = fc.double({ min: 0, max: 1, noNaN: true })
const longest = fc.integer({ min: 5_000, max: 6 * 3_600_000 })

test('never waits less than half of its turn, nor longer than the longest', () => {
  fc.assert(
    fc.property(attempts, random, longest, (tried, chance, bound) => {
      const wait = backoff(tried, { random: chance, longest: bound })
      expect(wait).toBeGreaterThanOrEqual(2_500)
      expect(wait).toBeLessThanOrEqual(bound)
    }),
  )
})

test('waits as long as the other side asked for, where that is longer', () => {
  fc.assert(
    fc.property(attempts, random, fc.integer({ min: 0, max: 10 ** 7 }), (tried, chance, atLeast) => {
      expect(backoff(tried, { random: chance, longest: 60_000, atLeast })).toBeGreaterThanOrEqual(atLeast)
    }),
  )
})

test('of the same chance it never gets shorter with more tries', () => {
  fc.assert(
    fc.property(attempts, random, longest, (tried, chance, bound) => {
      const after = (tries: number): number => backoff(tries, { random: chance, longest: bound })
      expect(after(tried + 1)).toBeGreaterThanOrEqual(after(tried))
    }),
  )
})
