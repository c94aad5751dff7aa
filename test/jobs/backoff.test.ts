import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { backoff } from '../../src/jobs/backoff.ts'

const attempts = fc.integer({ min: 1, max: 10_000 })
const random = fc.double({ min: 0, max: 1, noNaN: true })

test('never waits less than half of its turn, nor longer than a quarter of an hour', () => {
  fc.assert(
    fc.property(attempts, random, (tried, chance) => {
      const wait = backoff(tried, chance)
      expect(wait).toBeGreaterThanOrEqual(2_500)
      expect(wait).toBeLessThanOrEqual(15 * 60_000)
    }),
  )
})

test('waits as long as the other side asked for, where that is longer', () => {
  fc.assert(
    fc.property(attempts, random, fc.integer({ min: 0, max: 10 ** 7 }), (tried, chance, atLeast) => {
      expect(backoff(tried, chance, atLeast)).toBeGreaterThanOrEqual(atLeast)
    }),
  )
})

test('of the same chance it never gets shorter with more tries', () => {
  fc.assert(
    fc.property(attempts, random, (tried, chance) => {
      expect(backoff(tried + 1, chance)).toBeGreaterThanOrEqual(backoff(tried, chance))
    }),
  )
})
