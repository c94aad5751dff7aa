/** Source of the present moment, in milliseconds since 1970-01-01T00:00:00Z; an argument wherever time matters. */
export type Clock = () => number

export const systemClock: Clock = () => Date.now()

/** Whether `ms` have passed since an instant, or the clock has gone back by as many: what was remembered then says nothing now. */
export function isOver(since: number, ms: number, now: number): boolean {
  return Math.abs(now - since) >= ms
}

/** Calendar date `YYYY-MM-DD` of an instant (epoch milliseconds) where the centres keep their books: UTC+8, no summer time since 1991. */
export function chinaDate(epochMs: number): string {
  return chinaTime(epochMs).slice(0, 10)
}

/** Instant (epoch milliseconds) by RFC 3339 in China time, to the second: `2026-11-24T09:30:00+08:00`. */
export function chinaDateTime(epochMs: number): string {
  return chinaTime(epochMs)
}

/** The last second that was written out: an exchange asks for the same one several times. */
let last = { second: Number.NaN, text: '' }

function chinaTime(epochMs: number): string {
  const second = Math.floor(epochMs / 1000)
  if (second !== last.second) {
    last = { second, text: `${new Date((second + 8 * 3600) * 1000).toISOString().slice(0, 19)}+08:00` }
  }
  return last.text
}
