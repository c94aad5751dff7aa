import { chinaDateTime } from '../clock.ts'
import type { OfficeDelivery } from '../contracts/generated/types.ts'
import type { Delivery } from './delivery.ts'

/** What the caller is shown of a delivery. */
export function shownDelivery(delivery: Delivery): OfficeDelivery {
  const { id, caller, place, event, job, state, attempts, lastFailure } = delivery
  const { createdAt, lastTryAt, dueAt, endedAt } = delivery
  return {
    id,
    caller,
    place,
    event,
    job,
    state,
    createdAt: chinaDateTime(createdAt),
    attempts,
    ...(lastTryAt !== undefined && { lastTryAt: chinaDateTime(lastTryAt) }),
    ...(lastFailure !== undefined && { lastFailure }),
    ...(state === 'pending' && { nextTryAt: chinaDateTime(dueAt) }),
    ...(endedAt !== undefined && { endedAt: chinaDateTime(endedAt) }),
  }
}
