import { chinaDate, type Clock } from '../clock.ts'
import { type GatewayError, toGatewayError } from '../errors.ts'
import type { AskEvents } from '../outbound/ports.ts'
import { responded } from './counted.ts'
import { summed } from './day-counts.ts'
import type { AvailabilityStore, DayCount } from './ports.ts'
import { createRegularWrites } from './regular-writes.ts'

/** How often centres respond, by day (可用率). */
export interface Availability extends AsyncDisposable {
  /** Counts an ask, in memory: asks wait for nothing here. */
  heard(event: Pick<Parameters<AskEvents['concluded']>[0], 'centre' | 'service' | 'state' | 'error'>): void
  /** The last 30 days of every centre that was asked, today among them. */
  days(): Promise<DayCount[]>
}

/** Days that are shown, and that are kept. */
export const shownDays = 30
const keptDays = 90
const dayMs = 86_400_000
/** Between writes, in milliseconds: what was counted since the last is lost with the process. */
const everyMs = 10_000

export function createAvailability(deps: {
  store: AvailabilityStore
  clock: Clock
  /** Hears of what could not be written at the moment; it is tried again. */
  onTrouble(error: GatewayError): void
}): Availability {
  const { store, clock } = deps
  let pending: DayCount[] = []
  let forgotten = ''
  const writes = createRegularWrites(everyMs, writeAll)

  async function writeAll(): Promise<void> {
    const counts = summed(pending)
    if (counts.length === 0) return
    pending = []
    try {
      await store.add(counts)
      const oldest = daysBefore(keptDays)
      if (forgotten !== oldest) await store.forget(oldest)
      forgotten = oldest
    } catch (thrown) {
      pending = summed([...counts, ...pending])
      deps.onTrouble(toGatewayError(thrown))
    }
  }

  function daysBefore(n: number): string {
    return chinaDate(clock() - (n - 1) * dayMs)
  }

  return {
    heard(event) {
      const answer = responded(event)
      if (answer === undefined) return
      const at = clock()
      const { centre } = event
      const lastRespondedAt = answer ? at : undefined
      pending.push({ centre, day: chinaDate(at), asked: 1, responded: Number(answer), lastRespondedAt })
    },
    async days() {
      await writes.settled()
      return summed([...(await store.since(daysBefore(shownDays))), ...pending])
    },
    [Symbol.asyncDispose]: () => writes[Symbol.asyncDispose](),
  }
}
