import type { OwnSigner } from '../inbound/ports.ts'
import type { Clock } from '../clock.ts'
import type { Span } from '../domain/trace-context.ts'
import type { GatewayError } from '../errors.ts'
import type { Delivery, DeliveryState } from './delivery.ts'

/** A place of a caller (回调地址). */
export interface PlaceName {
  caller: string
  place: string
}

/** `state`: of the breaker before it. */
export interface PlaceState extends PlaceName {
  state: string
}

/** What came of a try. */
export interface TryResult {
  state: DeliveryState
  at: number
  failure: string | undefined
  /** Of meaning while pending. */
  dueAt: number
}

/** Every promise resolves after the write is durable, and fails with STORE_UNAVAILABLE. */
export interface DeliveryStore {
  /** Places at which something is due and in nobody's hand; `overdue`: some of it has been tried for long enough. */
  due(at: number): Promise<(PlaceName & { overdue: boolean })[]>
  /** What is due longest at one place, each for one process at a time until `leaseMs` have passed. */
  claim(at: number, place: PlaceName, bounds: { limit: number; leaseMs: number }): Promise<Delivery[]>
  /** Gives up what has been tried for long enough at one place; says how many. */
  giveUp(at: number, place: PlaceName): Promise<number>
  /** Does nothing where the lease was lost meanwhile. */
  settle(id: string, result: TryResult): Promise<void>
  /** Ends the lease without a try. */
  giveBack(id: string): Promise<void>
  /** A place takes callbacks again: what waits for it is due now. */
  release(at: number, place: PlaceName): Promise<void>
  /** Newest first, at most `limit`; of all callers where none is named. */
  list(filter: DeliveryFilter, limit: number): Promise<Delivery[]>
  /** Puts a delivery in line once more, whatever became of it. Undefined: there is none. */
  resend(id: string, caller: string | undefined, at: number): Promise<Delivery | undefined>
  /** Forgets deliveries that ended before `at`. */
  forget(at: number): Promise<void>
  /** What is pending, by place; `oldest` in epoch milliseconds. */
  figures(): Promise<(PlaceName & { pending: number; oldest: number })[]>
}

export interface DeliveryFilter {
  caller?: string | undefined
  job?: string | undefined
  state?: string | undefined
}

/** The way to one registered place. */
export interface CallbackPlace {
  /** How many more it may be sent at the moment, where `inHand` are on their way. */
  room(inHand: number): number
  /**
   * Posts once; true: it took it, false: it wants none any more (410). Fails with CALLBACK_UNDELIVERED, and with PEER_BREAKER_OPEN
   * or SHUTTING_DOWN where nothing was sent.
   */
  post(letter: CallbackLetter): Promise<boolean>
}

export interface CallbackLetter {
  headers: Readonly<Record<string, string>>
  body: Buffer
}

export interface CallbackEvents {
  /** After each try; `failure` where the place did not take it. */
  tried(
    event: PlaceName & { delivery: string; job: string; state: DeliveryState; span: Span; failure?: string },
  ): void
  gaveUp(event: PlaceName & { deliveries: number }): void
  place(event: PlaceState): void
  /** What cannot be done at the moment; it is tried again. */
  trouble(error: GatewayError): void
}

export interface CallbacksDeps {
  self: string
  clock: Clock
  store: DeliveryStore
  signer: OwnSigner
  place(caller: string, name: string): CallbackPlace | undefined
  /** How long deliveries that ended are kept, in milliseconds. */
  keepMs: number
  /** From 0 to 1. */
  random(): number
  events: CallbackEvents
}
