/** Requests that were counted in one second of the clock, epoch seconds. */
export interface RateCount {
  second: number
  requests: number
}

/** What was found of one more request, or of several at once. */
export interface RateVerdict {
  /** 0: counted. Else the whole seconds after which it would be; Infinity where it is more than the limit at once. */
  waitSeconds: number
  /** How many more would be let through now. */
  left: number
  /** Whole seconds until more are; 0 where none are counted. */
  moreInSeconds: number
}

/** Counts requests, by whoever makes them: of this process, or of all instances that share a store. */
export interface RequestRate {
  /**
   * Counts `requests` (default: 1) at `now` (epoch milliseconds), all or none: never more than `limit` within any 60 s. A promise
   * only where instances count together, failing with STORE_UNAVAILABLE.
   */
  admit(who: string, limit: number, now: number, requests?: number): RateVerdict | Promise<RateVerdict>
}

/** How long a second counts, its own length included: so none is forgotten before each request in it is 60 s old. */
const span = 61
/** Above this many, those that have been quiet for a span are forgotten. */
const tidyAbove = 1_000

/** The second of a request at `now`, and the oldest one that still counts. */
export function rateSeconds(now: number): { second: number; oldest: number } {
  const second = Math.floor(now / 1000)
  return { second, oldest: second - span + 1 }
}

/** Judges `requests` more; `counted` are the seconds that still count, oldest first. */
export function rateVerdict(
  counted: readonly RateCount[],
  { limit, now, requests }: { limit: number; now: number; requests: number },
): RateVerdict {
  const made = counted.reduce((sum, count) => sum + count.requests, 0)
  const free = Math.max(0, limit - made)
  const [oldest] = counted
  if (requests <= free) {
    const first = oldest?.second ?? Math.floor(now / 1000)
    return { waitSeconds: 0, left: free - requests, moreInSeconds: secondsUntilGone(first, now) }
  }
  const refused = { left: free, moreInSeconds: oldest ? secondsUntilGone(oldest.second, now) : 0 }
  if (requests > limit) return { ...refused, waitSeconds: Infinity }
  let missing = made + requests - limit
  const last = counted.find((count) => (missing -= count.requests) <= 0)
  return { ...refused, waitSeconds: last ? secondsUntilGone(last.second, now) : span }
}

function secondsUntilGone(second: number, now: number): number {
  return Math.ceil(second + span - now / 1000)
}

/** Nobody has to wait. */
export interface OwnRequestRate extends RequestRate {
  admit(...given: Parameters<RequestRate['admit']>): RateVerdict
}

/** In memory: this process counts for itself. */
export function createRequestRate(): OwnRequestRate {
  const all = new Map<string, RateCount[]>()
  return {
    admit(who, limit, now, requests = 1) {
      const { second, oldest } = rateSeconds(now)
      const counted = countedBy(who, oldest, all)
      const verdict = rateVerdict(counted, { limit, now, requests })
      if (verdict.waitSeconds > 0) return verdict
      const latest = counted.at(-1)
      if (latest && latest.second >= second) latest.requests += requests
      else counted.push({ second, requests })
      return verdict
    },
  }
}

function countedBy(who: string, oldest: number, all: Map<string, RateCount[]>): RateCount[] {
  const known = all.get(who)
  if (known) {
    while (known[0] && known[0].second < oldest) known.shift()
    return known
  }
  if (all.size >= tidyAbove) {
    for (const [other, counted] of all) if ((counted.at(-1)?.second ?? 0) < oldest) all.delete(other)
  }
  const fresh: RateCount[] = []
  all.set(who, fresh)
  return fresh
}
