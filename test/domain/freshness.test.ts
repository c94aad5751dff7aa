import { describe, expect, test } from '@jest/globals'
import { assertFresh } from '../../src/domain/freshness.ts'

/** In the middle of a second, of which the fraction does not count. */
const now = Date.parse('2026-11-28T09:30:00.500+08:00')
const second = Math.floor(now / 1000)

function judged(iat: number, exp: number): unknown {
  try {
    return assertFresh({ iat: second + iat, exp: second + exp }, now) ?? 'fresh'
  } catch (error) {
    return error
  }
}

describe('a request is fresh to the second', () => {
  test.each([
    ['issued 60 s ago', -60, 1],
    ['issued 60 s ahead', 60, 61],
    ['that lives 300 s', 0, 300],
    ['in its last second', -1, 1],
  ])('%s', (_, iat, exp) => {
    expect(judged(iat, exp)).toBe('fresh')
  })

  test.each([
    ['CLOCK_SKEW', 'issued 61 s ago', -61, 1],
    ['CLOCK_SKEW', 'issued 61 s ahead', 61, 62],
    ['REQUEST_EXPIRED', 'that lives 301 s', 0, 301],
    ['REQUEST_EXPIRED', 'at the second of its end', -1, 0],
    ['REQUEST_EXPIRED', 'that ends as it begins', 10, 10],
  ])('%s: not one %s', (code, _, iat, exp) => {
    expect(judged(iat, exp)).toMatchObject({ code, skewSeconds: iat })
  })
})
