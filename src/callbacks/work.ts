import { messageType } from '../domain/message-type.ts'
import { spanOf } from '../domain/trace-context.ts'
import { toGatewayError } from '../errors.ts'
import { createLooks } from '../looks/looks.ts'
import { afterTry } from './after-try.ts'
import type { CallbacksDeps } from './ports.ts'
import type { Delivery } from './delivery.ts'
import { callbackHeaders, callbackMessage } from './message.ts'
import type { PlaceName, TryResult } from './ports.ts'

/** Sends deliveries as they become due. */
export interface DeliveryWork {
  /** There may be something to send. */
  look(): void
  /** What is on its way ends, or is given back after `graceMs`. */
  stop(graceMs: number): Promise<void>
}

/** Sent at a time by this process, to all places. */
const together = 64
/** How long a delivery stays with the process that took it: longer than signing and a post may take. */
const leaseMs = 30_000
/** Between regular looks: what another process put in line or gave up is found by them. */
const everyMs = 1_000
const forgetEveryMs = 3_600_000

export function createDeliveryWork(deps: CallbacksDeps): DeliveryWork {
  const { store, clock, events } = deps
  const inHand = new Map<Delivery, Promise<void>>()
  const { look, stop } = createLooks({ once, everyMs, onTrouble: (error) => events.trouble(error) })
  let forgotten = 0

  async function once(): Promise<void> {
    const at = clock()
    for (const { overdue, ...place } of await store.due(at)) {
      if (overdue) events.gaveUp({ ...place, deliveries: await store.giveUp(at, place) })
      const limit = roomAt(place)
      if (limit > 0) for (const delivery of await store.claim(at, place, { limit, leaseMs })) take(delivery)
    }
    if (at - forgotten > forgetEveryMs) {
      forgotten = at
      await store.forget(at - deps.keepMs)
    }
  }

  function take(delivery: Delivery): void {
    const sending = send(delivery).finally(() => {
      inHand.delete(delivery)
      look()
    })
    inHand.set(delivery, sending)
  }

  /** A place that is no longer registered is tried all the same, so that its deliveries show why they go nowhere. */
  function roomAt({ caller, place }: PlaceName): number {
    const own = [...inHand.keys()].filter((one) => one.caller === caller && one.place === place).length
    const room = deps.place(caller, place)?.room(own) ?? Number(own === 0)
    return Math.min(room, together - inHand.size)
  }

  async function send(delivery: Delivery): Promise<void> {
    const { id, caller, place, job } = delivery
    try {
      const result = await tried(delivery)
      if (!result) return await store.giveBack(id)
      await store.settle(id, result)
      const { state, failure } = result
      const span = spanOf(id, delivery.trace)
      events.tried({
        caller,
        place,
        delivery: id,
        job,
        state,
        span,
        ...(failure !== undefined && { failure }),
      })
    } catch (thrown) {
      // The lease ends, and it is sent again under the same id.
      events.trouble(toGatewayError(thrown))
    }
  }

  /** Undefined where nothing was sent: the place rests, or we stop. */
  async function tried(delivery: Delivery): Promise<TryResult | undefined> {
    const after = (came: Parameters<typeof afterTry>[1]): TryResult =>
      afterTry(delivery, came, { now: clock(), random: deps.random() })
    const place = deps.place(delivery.caller, delivery.place)
    if (!place) return after({ failure: '没有登记该名称的回调地址 no place of this name is registered' })
    const now = clock()
    const span = spanOf(delivery.id, delivery.trace)
    const message = callbackMessage(delivery, deps.self, now)
    const body = await deps.signer.sign(messageType.callback, message, { withChain: true })
    try {
      const taken = await place.post({ headers: callbackHeaders(delivery, now, span), body })
      return after(taken ? 'delivered' : 'gone')
    } catch (thrown) {
      const error = toGatewayError(thrown)
      if (error.code === 'CALLBACK_UNDELIVERED') return after({ failure: error.detail ?? '' })
      if (error.code === 'PEER_BREAKER_OPEN' || error.code === 'SHUTTING_DOWN') return undefined
      throw error
    }
  }

  look()

  return {
    look,
    async stop(graceMs) {
      if (!(await stop())) return
      await Promise.race([
        Promise.all(inHand.values()),
        new Promise((resolve) => setTimeout(resolve, graceMs).unref()),
      ])
      for (const { id } of inHand.keys()) await store.giveBack(id).catch(() => undefined)
    },
  }
}
