import type { Clock } from '../clock.ts'
import type { Contracts } from '../contracts/contracts.ts'
import type { CentreResult, ServiceName } from '../contracts/generated/types.ts'
import type { ServiceClass } from '../domain/services.ts'
import type { Span } from '../domain/trace-context.ts'
import type { GatewayError } from '../errors.ts'
import type { ExchangeKey, OwnSigner, StoredAnswer } from '../inbound/ports.ts'
import type { EntryDraft } from '../journal/entry.ts'
import type { CurrentDirectory, Tokens } from '../speaker/ports.ts'

/** Keeps what we asked. Every promise resolves after the write is durable, and fails with STORE_UNAVAILABLE. */
export interface AskStore {
  /** Before anything leaves: the signed request and its journal entry. `at` in epoch milliseconds; the directory is the one under which the answer will be judged. */
  sent(
    key: ExchangeKey,
    request: Buffer,
    sent: { at: number; directoryVersion: number },
    entry: EntryDraft,
  ): Promise<void>
  /** The signed request that was sent under an id; undefined where none was. */
  sentBefore(key: ExchangeKey): Promise<Buffer | undefined>
  /** Before anything is shown: what came of it, with the peer's signed answer where there is one. */
  concludeAsk(key: ExchangeKey, answer: StoredAnswer | undefined, entry: EntryDraft): Promise<void>
}

export interface RawAnswer {
  status: number
  contentType: string
  body: Buffer
}

export interface Call<T> {
  class: ServiceClass
  path: string
  contentType: string
  accept: string
  headers?: Readonly<Record<string, string>>
  body: Buffer
  /** Epoch milliseconds. */
  deadline: number
  check(answer: RawAnswer, tlsPeer: { certificate: Buffer }): T
  /** Seconds after which the peer wants the same bytes again. */
  comeAgain?(value: T): number | undefined
}

/** Carries one message to a peer behind its circuit breaker; `check` runs inside, so that what it throws is the peer's health. */
export interface Carrier {
  ask<T>(peer: { code: string; endpoints: readonly string[] }, call: Call<T>): Promise<T>
}

/** Hears of every ask; never gets personal data. */
export interface AskEvents {
  concluded(event: {
    exchangeId: string
    centre: string
    service: ServiceName
    state: CentreResult['state']
    elapsedMs: number
    span: Span
    error?: GatewayError
  }): void
}

export interface AskDeps {
  self: { code: string }
  sandbox: boolean
  clock: Clock
  tokens: Tokens
  directory: CurrentDirectory
  contracts: Contracts
  store: AskStore
  signer: OwnSigner
  peers: Carrier
  /** A fresh UUIDv7. */
  newId(): string
  /** Keyed hash of an identity number. */
  subjectHash(idNumber: string): string
  events: AskEvents
}
