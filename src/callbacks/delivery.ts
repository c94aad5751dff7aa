import type { TraceContext } from '../domain/trace-context.ts'
import type { PartState } from '../jobs/job.ts'

/** What a callback tells: the job has ended, or a centre that could not be asked for a while now was and others are still open. */
export type CallbackEvent = 'job.ended' | 'job.centre-back'

/**
 * `pending`: it is being sent, or will be. `delivered`: the place answered 2xx. `gone`: it answered 410, that it wants none.
 * `given-up`: it did not take it for as long as it is tried.
 */
export type DeliveryState = 'pending' | 'delivered' | 'gone' | 'given-up'

export const deliveryStates: readonly DeliveryState[] = ['pending', 'delivered', 'gone', 'given-up']

/** One callback message (投递): what it says, all of it without facts, and its tries. Instants in epoch milliseconds. */
export interface Delivery {
  id: string
  /** The job's caller, and the name of one of its registered places. */
  caller: string
  place: string
  event: CallbackEvent
  job: string
  /** The job as it was then. */
  revision: number
  centres: readonly { centre: string; state: PartState }[]
  createdAt: number
  state: DeliveryState
  /** Tries since it was last put in line. */
  attempts: number
  lastTryAt: number | undefined
  /** Why the last try failed: an HTTP status, or the code of what went wrong on the way. */
  lastFailure: string | undefined
  /** When it is tried next at the earliest; of meaning while pending. */
  dueAt: number
  giveUpAt: number
  endedAt: number | undefined
  /** Where its job began. */
  trace: TraceContext | undefined
}
