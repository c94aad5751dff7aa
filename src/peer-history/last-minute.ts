import type { Clock } from '../clock.ts'

/** Asks that ended within the last minute. */
export interface MinuteFigures {
  asked: number
  failed: number
  p95Ms: number | undefined
}

const windowMs = 60_000
/** No more than this many are remembered; under heavy load the figures are of a shorter time. */
const most = 4_096

export function createLastMinute(clock: Clock) {
  const ring: { at: number; ms: number; well: boolean }[] = []
  let next = 0
  return {
    ended(ms: number, well: boolean): void {
      ring[next] = { at: clock(), ms, well }
      next = (next + 1) % most
    },
    figures(): MinuteFigures {
      const since = clock() - windowMs
      const within = ring.filter(({ at }) => at > since)
      const sorted = within.map(({ ms }) => ms).toSorted((a, b) => a - b)
      return {
        asked: within.length,
        failed: within.filter(({ well }) => !well).length,
        p95Ms: sorted[Math.ceil(0.95 * sorted.length) - 1],
      }
    },
  }
}
