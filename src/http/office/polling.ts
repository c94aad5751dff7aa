import { LRUCache } from 'lru-cache'
import type { Clock } from '../../clock.ts'
import { GatewayError } from '../../errors.ts'

/** Who looks at a job again before it was told to is told once more. A job that has changed may always be looked at. */
export interface Polling {
  /** Fails with POLLED_TOO_SOON. */
  assertNotTooSoon(job: string, revision: number, afterSeconds: number): void
}

export function createPolling(clock: Clock): Polling {
  const seen = new LRUCache<string, { revision: number; at: number }>({ max: 10_000 })
  return {
    assertNotTooSoon(job, revision, afterSeconds) {
      const last = seen.get(job)
      const now = clock()
      const waitMs = last?.revision === revision ? last.at + afterSeconds * 1000 - now : 0
      if (waitMs > 0)
        throw new GatewayError('POLLED_TOO_SOON', { retryAfterSeconds: Math.ceil(waitMs / 1000) })
      seen.set(job, { revision, at: now })
    },
  }
}
