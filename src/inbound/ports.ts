import type { Clock } from '../clock.ts'
import type { Contracts } from '../contracts/contracts.ts'
import type { Problem } from '../contracts/generated/types.ts'
import type { ConsentBinding, ConsentUse } from '../domain/consent.ts'
import type { Maintenance } from '../domain/maintenance.ts'
import type { MessageType } from '../domain/message-type.ts'
import type { RequestRate } from '../domain/request-rate.ts'
import type { Span } from '../domain/trace-context.ts'
import type { EntryDraft } from '../journal/entry.ts'
import type { GatewayError } from '../errors.ts'
import type { CurrentDirectory, Tokens } from '../speaker/ports.ts'
import type { Answering } from './answerer.ts'
import type { InFlight } from './in-flight.ts'

/** Whose `jti` it is; the replay key, never token bytes, since one signature has many spellings. */
export interface ExchangeKey {
  issuer: string
  id: string
}

export interface StoredAnswer {
  status: number
  bytes: Buffer
}

/** What goes back over HTTP: a signed token, or for strangers an unsigned problem. */
export type Reply =
  | ({ signed: true; retryAfterSeconds?: number | undefined } & StoredAnswer)
  | { signed: false; problem: Problem }

/** How an exchange stands that is not to be executed now. */
export type Held =
  | { state: 'repeated'; answer: StoredAnswer }
  | { state: 'in-progress'; retryAfterSeconds: number }
  | { state: 'other-bytes' }

/** What is kept of a certificate that was issued. */
export interface IssuedCertificate {
  number: string
  /** Code of the centre in whose name; undefined of certificates from before others were represented, which were our own. */
  centre: string | undefined
  /** SHA-256 of the certificate JWS, base64url. */
  digest: string
  /** Calendar date, China time. */
  validUntil: string
}

/** The same, with what became of it. */
export interface KeptCertificate extends IssuedCertificate {
  /** Of the exchange in which it was issued. */
  exchangeId: string
  /** When it was withdrawn (撤销), epoch milliseconds, and why; undefined while the centre stands to it. */
  withdrawn: { at: number; reason: string } | undefined
}

/** Certificates that were issued here. Every promise of a write resolves after it is durable, and fails with STORE_UNAVAILABLE. */
export interface CertificateStore {
  issued(number: string): Promise<KeptCertificate | undefined>
  /** Withdraws one, with a journal entry; what was withdrawn before stays as it is. Undefined where no such number was issued here. */
  withdraw(withdrawal: { number: string; at: number; reason: string }): Promise<KeptCertificate | undefined>
}

export interface Conclusion {
  key: ExchangeKey
  request: Buffer
  answer: StoredAnswer
  /** Of the directory under which it was judged. */
  directoryVersion: number
  entry: EntryDraft
  certificate?: IssuedCertificate | undefined
  /** How facts that are not our own came to be found. */
  provenance?: Buffer | undefined
  consent?: ConsentUse | undefined
}

/** Every promise resolves after the write is durable, and fails with STORE_UNAVAILABLE. */
export interface ExchangeStore {
  /** Looks whether an exchange may be executed (undefined), and writes nothing: another process may come to the same. */
  held(key: ExchangeKey, requestDigest: string, at: number): Promise<Held | undefined>
  /** Takes an exchange for execution, before others; undefined: it is ours. */
  claim(key: ExchangeKey, requestDigest: string, at: number): Promise<Held | undefined>
  /**
   * Answer, journal entry, certificate and use of the consent in one transaction, claimed before or not; undefined: kept. Nothing is
   * kept where another process concluded or claimed the exchange before; then that is what holds. Fails with BASIS_MISMATCHED or
   * BASIS_USED where another exchange used the consent meanwhile; nothing is kept then either.
   */
  conclude(conclusion: Conclusion): Promise<Held | undefined>
  /** A refusal that is not final: written down, but a repeat is executed anew. */
  release(key: ExchangeKey, entry: EntryDraft): Promise<void>
  /** A journal entry on its own. */
  record(entry: EntryDraft): Promise<void>
  boundConsent(consent: { issuer: string; reference: string }): Promise<ConsentBinding | undefined>
}

/** Signs in this gateway's name; a promise only where the key lives elsewhere, failing with SIGNER_UNAVAILABLE. */
export interface OwnSigner {
  sign(type: MessageType, payload: unknown, options?: { withChain?: boolean }): Buffer | Promise<Buffer>
}

/** Hears of every exchange; never gets personal data. */
export interface ReceiverEvents {
  answered(event: {
    requestId: string
    span: Span
    exchangeId: string
    member: string
    service: string
    outcome: string
  }): void
  refused(event: {
    requestId: string
    span: Span
    exchangeId: string
    member: string
    service: string
    error: GatewayError
  }): void
}

export interface ReceiverDeps extends Answering {
  sandbox: boolean
  clock: Clock
  tokens: Tokens
  directory: CurrentDirectory
  contracts: Contracts
  store: ExchangeStore
  rate: RequestRate
  inFlight: InFlight<Reply>
  /** What work is announced at this moment. */
  maintenance(): Maintenance | undefined
  /** When the store last came back from a backup, epoch milliseconds; undefined where it never did. */
  restoredAt: number | undefined
  signer: OwnSigner
  /** Keyed hash of an identity number, so that the journal can be searched without holding it. */
  subjectHash(idNumber: string): string
  /** Keyed hash of what a consent says of itself. */
  consentHash(text: string): string
  events: ReceiverEvents
}
