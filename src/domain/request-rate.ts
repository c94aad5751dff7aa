/** Requests within any 60 seconds, by whoever makes them. In memory: each process counts for itself. */
export interface RequestRate {
  /**
   * Counts a request at `now` (epoch milliseconds) unless `limit` were made within the 60 s before it; then gives the whole
   * seconds after which one more is let through. 0: counted.
   */
  admit(who: string, limit: number, now: number): number
}

const spanMs = 60_000
/** Above this many, those that have been quiet for a span are forgotten. */
const tidyAbove = 1_000

export function createRequestRate(): RequestRate {
  const counted = new Map<string, Ring>()

  function ringOf(who: string, limit: number, now: number): Ring {
    const known = counted.get(who)
    if (known?.times.length === limit) return known
    if (counted.size >= tidyAbove) {
      for (const [other, ring] of counted) if (ring.latest + spanMs <= now) counted.delete(other)
    }
    const fresh = resized(known, limit)
    counted.set(who, fresh)
    return fresh
  }

  return {
    admit(who, limit, now) {
      const ring = ringOf(who, limit, now)
      // The oldest of the last `limit` requests; nothing older matters.
      const oldest = ring.times[ring.next] ?? -Infinity
      const waitMs = oldest + spanMs - now
      if (waitMs > 0) return Math.ceil(waitMs / 1000)
      ring.times[ring.next] = now
      ring.latest = now
      ring.next = (ring.next + 1) % limit
      return 0
    },
  }
}

/** The times of the last requests that were let through, oldest at `next`. */
interface Ring {
  times: Float64Array
  next: number
  latest: number
}

/** A limit changed by a new directory takes effect at once, with what was counted so far. */
function resized(known: Ring | undefined, limit: number): Ring {
  const times = new Float64Array(limit).fill(-Infinity)
  if (!known) return { times, next: 0, latest: -Infinity }
  const inOrder = [...known.times.subarray(known.next), ...known.times.subarray(0, known.next)]
  const last = inOrder.slice(-limit)
  times.set(last, limit - last.length)
  return { times, next: 0, latest: known.latest }
}
