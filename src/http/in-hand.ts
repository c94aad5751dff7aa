import type { RequestListener } from 'node:http'

/** What has begun and not ended. */
export interface InHand {
  /** Counts requests until their response is written or their client gone. */
  requests(listener: RequestListener): RequestListener
  work<T>(running: Promise<T>): Promise<T>
  /** Resolves when nothing is in hand. */
  idle(): Promise<void>
}

export function createInHand(): InHand {
  let count = 0
  let waiting: (() => void)[] = []

  function ended(): void {
    count -= 1
    if (count > 0) return
    for (const tell of waiting) tell()
    waiting = []
  }

  return {
    requests: (listener) => (request, response) => {
      count += 1
      response.once('close', ended)
      listener(request, response)
    },
    work(running) {
      count += 1
      return running.finally(ended)
    },
    async idle() {
      if (count > 0) await new Promise<void>((resolve) => waiting.push(resolve))
    },
  }
}
