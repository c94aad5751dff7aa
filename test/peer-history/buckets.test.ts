import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { bucketOf, endOf, p95Of } from '../../src/peer-history/buckets.ts'

describe('times counted in buckets', () => {
  test('a time is within its bucket, whose end is at most a fifth above', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600_000 }), (ms) => {
        const end = endOf(bucketOf(ms))
        expect(end).toBeGreaterThanOrEqual(ms - 1)
        expect(end).toBeLessThanOrEqual(ms * 1.19 + 1)
      }),
    )
  })

  test('the p95 of many is that of the nearest rank, to within a fifth', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1 }), (times) => {
        const counts = times.map((ms) => ({ bucket: bucketOf(ms), asked: 1 }))
        const exact = times.toSorted((a, b) => a - b)[Math.ceil(0.95 * times.length) - 1] ?? 0
        const told = p95Of(counts) ?? 0
        expect(told).toBeGreaterThanOrEqual(exact - 1)
        expect(told).toBeLessThanOrEqual(exact * 1.19 + 1)
      }),
    )
  })

  test('nothing has no p95', () => {
    expect(p95Of([])).toBeUndefined()
  })
})
