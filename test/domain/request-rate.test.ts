import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { createRequestRate } from '../../src/domain/request-rate.ts'

test('never more than the limit are let through within any 60 seconds, and no fewer than could be', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 80 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), gaps, (limit, waits) => {
      const rate = createRequestRate()
      const admitted: number[] = []
      let now = 1_000_000
      for (const wait of waits) {
        now += wait
        const lately = admitted.filter((time) => time > now - 60_000).length
        const seconds = rate.admit('a', limit, now)
        expect(seconds === 0).toBe(lately < limit)
        if (seconds === 0) admitted.push(now)
      }
    }),
  )
})

test('tells after how many seconds one more is let through', () => {
  const rate = createRequestRate()
  expect(rate.admit('a', 2, 0)).toBe(0)
  expect(rate.admit('a', 2, 10_000)).toBe(0)
  expect(rate.admit('a', 2, 20_500)).toBe(40)
  expect(rate.admit('a', 2, 59_999)).toBe(1)
  expect(rate.admit('a', 2, 60_000)).toBe(0)
  expect(rate.admit('a', 2, 60_000)).toBe(10)
})

test('each is counted apart', () => {
  const rate = createRequestRate()
  expect([rate.admit('a', 1, 0), rate.admit('b', 1, 0), rate.admit('a', 1, 1)]).toEqual([0, 0, 60])
})

test('a limit that changes keeps what was counted', () => {
  const rate = createRequestRate()
  for (const time of [0, 1_000, 2_000]) rate.admit('a', 3, time)
  expect(rate.admit('a', 4, 3_000)).toBe(0)
  expect(rate.admit('a', 2, 4_000)).toBe(58)
  expect(rate.admit('a', 2, 62_000)).toBe(0)
})

test('those that have been quiet are forgotten, and those that were not are kept', () => {
  const rate = createRequestRate()
  for (let i = 0; i < 1_000; i += 1) rate.admit(`quiet ${i}`, 1, 0)
  rate.admit('busy', 1, 61_000)
  expect(rate.admit('busy', 1, 62_000)).toBe(59)
  expect(rate.admit('quiet 1', 1, 62_000)).toBe(0)
})
