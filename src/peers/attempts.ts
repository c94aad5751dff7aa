import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../clock.ts'

/** How one attempt ended, and the least pause in milliseconds after which the same bytes may be sent again; absent: they may not. */
export type Attempt<T> = ({ value: T } | { error: unknown }) & { againMs?: number | undefined }

export interface AttemptLimits {
  clock: Clock
  /** From 0 to 1. */
  random: () => number
  /** Epoch milliseconds; `signal` fires then. */
  deadline: number
  signal: AbortSignal
}

const most = 3
/** The first pause is shorter than this, each further one than twice as much. */
const firstPauseMs = 200

/**
 * Makes an attempt, and repeats it where that is safe and the deadline leaves room for one as long as the last. Full jitter: what
 * failed together does not come again together.
 */
export async function repeating<T>(
  attempt: (number: number) => Promise<Attempt<T>>,
  { clock, random, deadline, signal }: AttemptLimits,
): Promise<T> {
  for (let number = 1; ; number += 1) {
    const started = clock()
    const made = await attempt(number)
    const now = clock()
    const pauseMs = (made.againMs ?? 0) + random() * firstPauseMs * 2 ** (number - 1)
    const room = now + pauseMs + (now - started) < deadline
    if (made.againMs === undefined || number === most || !room) return ended(made)
    await pause(pauseMs, undefined, { signal })
  }
}

function ended<T>(made: Attempt<T>): T {
  if ('error' in made) throw made.error
  return made.value
}
