import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compareLevels, daysLeft, type ExpiryLevel, expiryLevel } from '../../src/domain/expiry.ts'

const dayMs = 86_400_000
const now = Date.parse('2026-11-24T09:30:00+08:00')
const instants = fc.integer({ min: -400 * dayMs, max: 400 * dayMs })
const lives = fc.integer({ min: 1, max: 800 * dayMs })

describe('the level of an end', () => {
  test.each<[string, number, ExpiryLevel | undefined]>([
    ['30 days and a millisecond', 30 * dayMs + 1, undefined],
    ['30 days', 30 * dayMs, 'notice'],
    ['14 days and a millisecond', 14 * dayMs + 1, 'notice'],
    ['14 days', 14 * dayMs, 'warning'],
    ['3 days and a millisecond', 3 * dayMs + 1, 'warning'],
    ['3 days', 3 * dayMs, 'urgent'],
    ['its last millisecond', 0, 'urgent'],
    ['a millisecond after it', -1, 'expired'],
  ])('%s before', (_, left, level) => {
    expect(expiryLevel({ until: now + left }, now)).toBe(level)
  })

  test('only rises as time goes on, whatever the life', () => {
    fc.assert(
      fc.property(instants, instants, fc.option(lives, { nil: undefined }), (a, b, life) => {
        const term = { until: now, ...(life !== undefined && { from: now - life }) }
        const [early, late] = [now + Math.min(a, b), now + Math.max(a, b)]
        expect(compareLevels(expiryLevel(term, late), expiryLevel(term, early))).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('is expired exactly when the end has passed', () => {
    fc.assert(
      fc.property(instants, fc.option(lives, { nil: undefined }), (at, life) => {
        const term = { until: now, ...(life !== undefined && { from: now - life }) }
        expect(expiryLevel(term, now + at) === 'expired').toBe(at > 0)
      }),
    )
  })

  test('with a beginning is silent in the first half of a life', () => {
    fc.assert(
      fc.property(lives, fc.double({ min: 0, max: 0.499, noNaN: true }), (life, share) => {
        const from = now - life
        expect(expiryLevel({ until: now, from }, from + Math.floor(life * share))).toBeUndefined()
      }),
    )
  })

  test('a directory of seven days is urgent in its last three, and silent before', () => {
    const week = { from: now, until: now + 7 * dayMs }
    expect(expiryLevel(week, now + 3.9 * dayMs)).toBeUndefined()
    expect(expiryLevel(week, now + 4 * dayMs)).toBe('urgent')
  })
})

test('days left are whole, and negative once it is over', () => {
  expect([2.9, 0.1, -0.1].map((days) => daysLeft(now + days * dayMs, now))).toEqual([2, 0, -1])
})
