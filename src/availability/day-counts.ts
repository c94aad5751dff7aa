import type { DayCount } from './ports.ts'

/** One count for each centre and day, of counts that may speak of the same. */
export function summed(counts: readonly DayCount[]): DayCount[] {
  const sums = new Map<string, DayCount>()
  for (const count of counts) {
    const key = `${count.day} ${count.centre}`
    const known = sums.get(key)
    sums.set(key, known ? both(known, count) : count)
  }
  return [...sums.values()]
}

function both(one: DayCount, other: DayCount): DayCount {
  return {
    centre: one.centre,
    day: one.day,
    asked: one.asked + other.asked,
    responded: one.responded + other.responded,
    lastRespondedAt: latest([one, other]),
  }
}

export function latest(counts: readonly Pick<DayCount, 'lastRespondedAt'>[]): number | undefined {
  const moments = counts.flatMap(({ lastRespondedAt }) => lastRespondedAt ?? [])
  return moments.length > 0 ? Math.max(...moments) : undefined
}
