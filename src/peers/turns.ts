import { GatewayError } from '../errors.ts'

/** Places at one peer, and a bounded queue for them: first come, first served. */
export interface Turns {
  /**
   * Runs `work` when its turn comes. Rejects with PEER_BUSY at once where the queue is full, and with the signal's reason when that
   * fires first.
   */
  hold<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>
  inHand(): number
  waiting(): number
}

export interface TurnLimits {
  /** At a time. */
  concurrency: number
  /** Longest queue. */
  waiting: number
}

export function createTurns(code: string, { concurrency, waiting }: TurnLimits): Turns {
  const queue = new Set<() => void>()
  let inHand = 0

  function take(signal: AbortSignal): Promise<void> | undefined {
    if (inHand < concurrency) {
      inHand += 1
      return undefined
    }
    if (queue.size >= waiting)
      throw busyError(code, '正在进行和等待的查询过多 too many asks in hand and waiting')
    return place(signal)
  }

  /** A turn is handed on, so that `inHand` does not change and nobody slips in between. */
  function place(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const come = (): void => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = (): void => {
        queue.delete(come)
        reject(signal.reason)
      }
      queue.add(come)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  function pass(): void {
    const [next] = queue
    if (next) {
      queue.delete(next)
      next()
    } else inHand -= 1
  }

  return {
    async hold(signal, work) {
      await take(signal)
      try {
        return await work()
      } finally {
        pass()
      }
    },
    inHand: () => inHand,
    waiting: () => queue.size,
  }
}

/** Nothing was asked. */
export function busyError(code: string, detail: string): GatewayError {
  return new GatewayError('PEER_BUSY', { where: code, detail, retryAfterSeconds: 1 })
}
