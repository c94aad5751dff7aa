import { describe, expect, test } from '@jest/globals'
import { createLatency } from '../../src/peers/latency.ts'

function measured(...took: readonly number[]) {
  let now = 1_000_000
  const latency = createLatency(() => now, 60_000)
  for (const ms of took) latency.ended(now - ms)
  return { latency, pass: (ms: number) => void (now += ms) }
}

describe('percentiles', () => {
  test('are unknown before the first ask ended', () => {
    expect(measured().latency.percentiles()).toBeUndefined()
  })

  test('are those of nearest rank', () => {
    const { latency } = measured(...Array.from({ length: 100 }, (_, at) => 100 - at))
    expect(latency.percentiles()).toEqual({ p50: 50, p95: 95, p99: 99 })
  })

  test('of one ask are its time', () => {
    expect(measured(7).latency.percentiles()).toEqual({ p50: 7, p95: 7, p99: 7 })
  })

  test('forget what lies before the window', () => {
    const { latency, pass } = measured(500)
    pass(59_999)
    expect(latency.percentiles()?.p50).toBe(500)
    pass(1)
    expect(latency.percentiles()).toBeUndefined()
  })

  test('are of the latest 1024 at most', () => {
    const { latency } = measured(...Array(10).fill(9_999), ...Array(1_024).fill(1))
    expect(latency.percentiles()?.p99).toBe(1)
  })
})
