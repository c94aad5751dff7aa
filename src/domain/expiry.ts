/** How near an end is: at most 30, 14 and 3 days away, or over. */
export type ExpiryLevel = 'notice' | 'warning' | 'urgent' | 'expired'

/** Days before the end from which a level holds. */
export const expiryDays = { urgent: 3, warning: 14, notice: 30 } as const

const dayMs = 86_400_000
const rising: readonly ExpiryLevel[] = ['notice', 'warning', 'urgent', 'expired']

/**
 * The level of something that holds up to and including `until`; undefined while the end is far. Instants in epoch milliseconds.
 * With `from`, its beginning, a level counts only in the second half of its life: what is made to live a week is not late on its first day.
 */
export function expiryLevel(
  { until, from = -Infinity }: { until: number; from?: number | undefined },
  now: number,
): ExpiryLevel | undefined {
  const left = until - now
  if (left < 0) return 'expired'
  const halfLife = (until - from) / 2
  return (['urgent', 'warning', 'notice'] as const).find(
    (level) => left <= expiryDays[level] * dayMs && halfLife >= expiryDays[level] * dayMs,
  )
}

/** Positive where `level` is nearer to the end than `other`, 0 where they are the same. */
export function compareLevels(level: ExpiryLevel | undefined, other: ExpiryLevel | undefined): number {
  const rank = (of: ExpiryLevel | undefined): number => (of === undefined ? -1 : rising.indexOf(of))
  return rank(level) - rank(other)
}

/** Whole days from `now` until a moment, both epoch milliseconds; negative when it is over. */
export function daysLeft(until: number, now: number): number {
  return Math.floor((until - now) / dayMs)
}
