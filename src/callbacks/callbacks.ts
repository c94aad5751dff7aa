import { toGatewayError } from '../errors.ts'
import type { Delivery } from './delivery.ts'
import type { CallbacksDeps, DeliveryFilter, DeliveryStore, PlaceName } from './ports.ts'
import { createDeliveryWork } from './work.ts'

/** Telling callers at registered places what became of their jobs (回调). */
export interface Callbacks extends AsyncDisposable {
  /** Whether a place of that name is registered for a caller. */
  knows(caller: string, place: string): boolean
  /** Newest first, at most 100; of all callers where none is named. */
  list(filter: DeliveryFilter): Promise<Delivery[]>
  /** Sends a delivery once more under its own id. Undefined: there is none. */
  resend(id: string, caller: string | undefined): Promise<Delivery | undefined>
  /** A place that was failing takes callbacks again. Always resolves. */
  recovered(place: PlaceName): Promise<void>
  /** Figures for metrics. */
  figures: DeliveryStore['figures']
  stop(graceMs: number): Promise<void>
}

export function createCallbacks(deps: CallbacksDeps): Callbacks {
  const { store, clock } = deps
  const work = createDeliveryWork(deps)
  return {
    knows: (caller, place) => deps.place(caller, place) !== undefined,
    list: (filter) => store.list(filter, 100),
    async resend(id, caller) {
      const delivery = await store.resend(id, caller, clock())
      work.look()
      return delivery
    },
    async recovered(place) {
      await store.release(clock(), place).catch((error) => deps.events.trouble(toGatewayError(error)))
      work.look()
    },
    figures: () => store.figures(),
    stop: (graceMs) => work.stop(graceMs),
    [Symbol.asyncDispose]: () => work.stop(0),
  }
}
