// Eight hours ahead all year round since 1992.
const offset = 8 * 3_600_000

/** An instant in epoch milliseconds as RFC 3339 with the offset of China. */
export function chinaInstant(ms: number): string {
  return `${new Date(ms + offset).toISOString().slice(0, 19)}+08:00`
}

/** The date in China, `YYYY-MM-DD`. */
export function chinaDate(ms: number): string {
  return chinaInstant(ms).slice(0, 10)
}
