import { backoff } from '../domain/backoff.ts'
import type { Delivery } from './delivery.ts'
import type { TryResult } from './ports.ts'

/** Between tries of one delivery, in milliseconds. */
const longest = 6 * 3_600_000

/** What becomes of a delivery that a place took, does not want any more, or did not take, and why. */
export function afterTry(
  { attempts, giveUpAt }: Pick<Delivery, 'attempts' | 'giveUpAt'>,
  came: 'delivered' | 'gone' | { failure: string },
  { now, random }: { now: number; random: number },
): TryResult {
  if (came === 'delivered') return { state: 'delivered', at: now, failure: undefined, dueAt: now }
  if (came === 'gone') return { state: 'gone', at: now, failure: 'HTTP 410', dueAt: now }
  const pause = backoff(attempts + 1, { random, longest })
  return { state: 'pending', at: now, failure: came.failure, dueAt: Math.min(now + pause, giveUpAt) }
}
