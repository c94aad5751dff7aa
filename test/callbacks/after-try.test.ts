import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { afterTry } from '../../src/callbacks/after-try.ts'

const now = Date.parse('2026-11-28T09:30:00+08:00')
const hourMs = 3_600_000
const giveUpAt = now + 72 * hourMs
const random = fc.double({ min: 0, max: 1, noNaN: true })

test('what a place took, or wants no more of, is tried no more', () => {
  const delivery = { attempts: 0, giveUpAt }
  expect(afterTry(delivery, 'delivered', { now, random: 0 })).toMatchObject({ state: 'delivered', at: now })
  expect(afterTry(delivery, 'gone', { now, random: 0 })).toMatchObject({ state: 'gone', failure: 'HTTP 410' })
})

test('what it did not take is tried again after 2.5 s at the earliest and 6 h at the latest, never after its time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1000 }), random, fc.nat(72 * hourMs), (attempts, chance, late) => {
      const at = now + late
      const after = afterTry({ attempts, giveUpAt }, { failure: 'HTTP 500' }, { now: at, random: chance })
      expect(after).toMatchObject({ state: 'pending', failure: 'HTTP 500', at })
      expect(after.dueAt).toBeLessThanOrEqual(Math.min(at + 6 * hourMs, giveUpAt))
      expect(after.dueAt).toBeGreaterThanOrEqual(Math.min(at + 2_500, giveUpAt))
    }),
  )
})

test('a place that is away for three days is tried a few dozen times', () => {
  fc.assert(
    fc.property(random, (chance) => {
      let at = now
      let attempts = 0
      while (at < giveUpAt) {
        at = afterTry({ attempts, giveUpAt }, { failure: 'ECONNREFUSED' }, { now: at, random: chance }).dueAt
        attempts += 1
      }
      expect(attempts).toBeGreaterThan(15)
      expect(attempts).toBeLessThan(45)
    }),
  )
})
