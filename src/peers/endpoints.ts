import type { Clock } from '../clock.ts'

/** Remembers which endpoints of a peer could not be reached lately, so that not every ask waits for them first. */
export interface EndpointOrder {
  /** The directory's order, with the lately unreachable ones last. */
  sort(endpoints: readonly string[]): string[]
  unreachable(endpoint: string): void
  reached(endpoint: string): void
}

/** An endpoint stays at the end for `restMs`, or until it was reached. */
export function createEndpointOrder(clock: Clock, restMs: number): EndpointOrder {
  const restUntil = new Map<string, number>()

  return {
    sort(endpoints) {
      for (const [endpoint, until] of restUntil) {
        if (until <= clock() || !endpoints.includes(endpoint)) restUntil.delete(endpoint)
      }
      return endpoints.toSorted((a, b) => Number(restUntil.has(a)) - Number(restUntil.has(b)))
    },
    unreachable: (endpoint) => void restUntil.set(endpoint, clock() + restMs),
    reached: (endpoint) => void restUntil.delete(endpoint),
  }
}
