/** How long before the lock one is warned: long enough to reach a key (WCAG 2.2.1 asks for 20 seconds). */
const warnSeconds = 60
/** How often the server hears that somebody is at work, in milliseconds. */
const tellEvery = 60_000

export interface Idle {
  /** A hand was on it, at this instant. */
  hand(now: number): void
  /** Seconds until the lock, once it is near; undefined while it is not. 0: lock. */
  warning(now: number): number | undefined
  /** Whether the server should hear of a hand since it last did; said once. */
  isNews(now: number): boolean
}

/** How long nobody had a hand on the page. Instants are epoch milliseconds. */
export function createIdle(idleSeconds: number, start: number): Idle {
  let last = start
  let told = start

  return {
    hand(now) {
      last = now
    },
    warning(now) {
      const left = Math.max(0, Math.ceil(idleSeconds - (now - last) / 1000))
      return left <= Math.min(warnSeconds, idleSeconds / 2) ? left : undefined
    },
    isNews(now) {
      if (last <= told || now - told < tellEvery) return false
      told = now
      return true
    },
  }
}
