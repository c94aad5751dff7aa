import type { Clock } from '../clock.ts'

/** In milliseconds. */
export interface Percentiles {
  p50: number
  p95: number
  p99: number
}

/** How long the latest asks took. */
export interface Latency {
  /** An ask that began at `started`, epoch milliseconds, has ended. */
  ended(started: number): void
  /** Undefined where none ended within the window. */
  percentiles(): Percentiles | undefined
}

/** No more than this many are remembered; under heavy load the figures are of a shorter time than the window. */
const most = 1024

/** opossum has percentiles too, and sorts all of its window at every failure. */
export function createLatency(clock: Clock, windowMs: number): Latency {
  const ring: { at: number; ms: number }[] = []
  let next = 0

  return {
    ended(started) {
      const at = clock()
      ring[next] = { at, ms: at - started }
      next = (next + 1) % most
    },
    percentiles() {
      const since = clock() - windowMs
      const sorted = ring
        .filter(({ at }) => at > since)
        .map(({ ms }) => ms)
        .toSorted((a, b) => a - b)
      const last = sorted.at(-1)
      if (last === undefined) return undefined
      /** Nearest rank. */
      const rank = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? last
      return { p50: rank(0.5), p95: rank(0.95), p99: rank(0.99) }
    },
  }
}
