import type { Clock } from '../clock.ts'
import { GatewayError } from '../errors.ts'

/** The asks under way: each ends by its own deadline, all of them when we stop. */
export interface Runs {
  /** SHUTTING_DOWN once closed, PEER_TIMEOUT for a deadline that has passed: neither says anything about the peer. */
  admit(deadline: number, peer: string): void
  /** Gives what `work` gives, or rejects at the deadline (epoch ms) with what `late` gives then, even where `work` hangs. Its signal is its own. */
  within<T>(deadline: number, late: () => GatewayError, work: (signal: AbortSignal) => Promise<T>): Promise<T>
  /** Ends all with SHUTTING_DOWN, admits no more. */
  close(): Promise<void>
}

/** Longest delay that a timer of Node takes. */
const longestDelayMs = 2 ** 31 - 1

export function createRuns(clock: Clock): Runs {
  const underWay = new Map<AbortController, Promise<unknown>>()
  let closed = false

  async function within<T>(
    deadline: number,
    late: () => GatewayError,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (closed) throw new GatewayError('SHUTTING_DOWN')
    const end = new AbortController()
    const timer = setTimeout(() => end.abort(late()), Math.min(deadline - clock(), longestDelayMs))
    const run = unlessAborted(end.signal, work(end.signal))
    underWay.set(end, run)
    try {
      return await run
    } finally {
      clearTimeout(timer)
      underWay.delete(end)
    }
  }

  return {
    admit(deadline, peer) {
      if (closed) throw new GatewayError('SHUTTING_DOWN')
      if (!(deadline > clock())) {
        throw new GatewayError('PEER_TIMEOUT', {
          where: peer,
          detail: '查询前已过截止时间 the deadline had passed before asking',
        })
      }
    },
    within,
    async close() {
      closed = true
      for (const end of underWay.keys()) end.abort(new GatewayError('SHUTTING_DOWN'))
      await Promise.allSettled(underWay.values())
    },
  }
}

/** Gives what `work` gives, or rejects with the signal's reason when it fires, even where `work` hangs. */
export function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return Promise.race([work, aborted(signal)])
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
