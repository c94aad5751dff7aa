import type { Staff } from '../../domain/peer-hold.ts'

/** What messages are looked for by; what is absent does not matter. Instants in epoch milliseconds. */
export interface MessageFilter {
  exchangeId?: string | undefined
  /** Codes of which the other side has one. */
  peers?: readonly string[] | undefined
  from?: number | undefined
  to?: number | undefined
  /** Any of these, as the journal has them: an answer's outcome, an error code, or `sent` where nothing came yet. */
  outcomes?: readonly string[] | undefined
  service?: string | undefined
  /** Pings left out. */
  business?: boolean | undefined
  /** Whether we asked or answered. */
  direction?: 'asked' | 'answered' | undefined
  /** Keyed hash of an identity number. */
  subject?: string | undefined
}

/** One exchange in one direction, by the last that the journal says of it; nothing of what was in it. */
export interface FoundMessage {
  exchangeId: string
  direction: 'asked' | 'answered'
  at: number
  issuer: string
  audience: string
  service: string
  outcome: string
  /** When it was asked, where we asked and it has ended. */
  askedAt: number | undefined
}

/** Everything fails with STORE_UNAVAILABLE. */
export interface JournalSearch {
  /** Newest first, at most `limit`. */
  find(filter: MessageFilter, limit: number): Promise<FoundMessage[]>
}

/** A text of the configuration that was in force. `at` in epoch milliseconds. */
export interface KeptText {
  id: string
  at: number
  by: Staff
  reason: string
  /** SHA-256 of the text, base64url. */
  digest: string
}

/** Keeps texts for all instances. Everything fails with STORE_UNAVAILABLE. */
export interface ConfigurationTexts {
  /** Newest first. */
  list(): Promise<KeptText[]>
  /** Undefined where there is none. Fails with EVIDENCE_INVALID where it was altered. */
  text(id: string): Promise<string | undefined>
  /** Keeps these, in order, and of all no more than the newest fifty. */
  keep(texts: readonly (Omit<KeptText, 'id' | 'digest'> & { text: string })[]): Promise<void>
}

/** Questions that nobody has answered yet, at one centre. */
export interface OpenParts {
  centre: string
  state: 'queued' | 'asking' | 'waiting'
  parts: number
  /** Epoch milliseconds. */
  oldest: number
}
