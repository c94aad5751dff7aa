import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { createRequestRate } from '../../src/domain/request-rate.ts'

const minute = 60_000
/** A second counts as long as its last moment does. */
const second = 1_000

test('never more than the limit are let through within any 60 seconds, and none is held back that a second later would not be', () => {
  const steps = fc.array(
    fc.record({ wait: fc.integer({ min: 0, max: 40_000 }), requests: fc.integer({ min: 1, max: 3 }) }),
    { maxLength: 80 },
  )
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 8 }), steps, (limit, made) => {
      const rate = createRequestRate()
      const admitted: number[] = []
      let now = 1_000_000
      for (const { wait, requests } of made) {
        now += wait
        const within = (span: number) => admitted.filter((time) => time > now - span).length
        const { waitSeconds } = rate.admit('a', limit, now, requests)
        if (waitSeconds === 0) {
          expect(within(minute) + requests).toBeLessThanOrEqual(limit)
          for (let i = 0; i < requests; i += 1) admitted.push(now)
        } else expect(within(minute + second) + requests).toBeGreaterThan(limit)
      }
    }),
  )
})

test('whoever waits as long as told is let through, and who comes a second earlier is not', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 4, maxLength: 20 }), (waits) => {
      const rate = createRequestRate()
      let now = 0
      for (const wait of waits) {
        now += wait
        const { waitSeconds } = rate.admit('a', 3, now)
        if (waitSeconds === 0) continue
        expect(rate.admit('a', 3, now + (waitSeconds - 1) * second).waitSeconds).toBe(1)
        now += waitSeconds * second
        expect(rate.admit('a', 3, now).waitSeconds).toBe(0)
      }
    }),
  )
})

describe('a verdict', () => {
  test('says how many more are let through now, and when more are', () => {
    const rate = createRequestRate()
    expect(rate.admit('a', 2, 500)).toEqual({ waitSeconds: 0, left: 1, moreInSeconds: 61 })
    expect(rate.admit('a', 2, 10_000)).toEqual({ waitSeconds: 0, left: 0, moreInSeconds: 51 })
    expect(rate.admit('a', 2, 20_500)).toEqual({ waitSeconds: 41, left: 0, moreInSeconds: 41 })
    expect(rate.admit('a', 2, 61_000)).toEqual({ waitSeconds: 0, left: 0, moreInSeconds: 10 })
  })

  test('of several at once is all or none', () => {
    const rate = createRequestRate()
    expect(rate.admit('a', 10, 0, 7)).toMatchObject({ waitSeconds: 0, left: 3 })
    expect(rate.admit('a', 10, 1_000, 4)).toMatchObject({ waitSeconds: 60, left: 3 })
    expect(rate.admit('a', 10, 1_000, 3)).toMatchObject({ waitSeconds: 0, left: 0 })
  })

  test('of more than the limit at once is that it will never be', () => {
    expect(createRequestRate().admit('a', 10, 0, 11)).toEqual({
      waitSeconds: Infinity,
      left: 10,
      moreInSeconds: 0,
    })
  })
})

test('each is counted apart', () => {
  const rate = createRequestRate()
  const waits = [rate.admit('a', 1, 0), rate.admit('b', 1, 0), rate.admit('a', 1, 1)]
  expect(waits.map(({ waitSeconds }) => waitSeconds)).toEqual([0, 0, 61])
})

test('a limit that changes keeps what was counted', () => {
  const rate = createRequestRate()
  for (const time of [0, 1_000, 2_000]) rate.admit('a', 3, time)
  expect(rate.admit('a', 4, 3_000).waitSeconds).toBe(0)
  expect(rate.admit('a', 2, 4_000).waitSeconds).toBe(59)
  expect(rate.admit('a', 2, 63_000).waitSeconds).toBe(0)
})

test('those that have been quiet are forgotten, and those that were not are kept', () => {
  const rate = createRequestRate()
  for (let i = 0; i < 1_000; i += 1) rate.admit(`quiet ${i}`, 1, 0)
  rate.admit('busy', 1, 61_000)
  expect(rate.admit('busy', 1, 62_000).waitSeconds).toBe(60)
  expect(rate.admit('quiet 1', 1, 62_000).waitSeconds).toBe(0)
})
