import type { ConsolePerson } from '../person.ts'

/** What the identity provider gave out about somebody. Secret: only ever kept sealed. */
export interface ProviderTokens {
  access: string
  refresh: string | undefined
  /** Shown to the provider again at the end. */
  identity: string
}

/** A sign-in that lasts, as it began. Instants in epoch milliseconds. */
export interface BegunSession {
  person: ConsolePerson
  tokens: ProviderTokens
  /** What pages show with everything that changes something. */
  csrf: string
  beganAt: number
  /** Ends in any case. */
  endsAt: number
}

export interface KeptSession extends BegunSession {
  /** When somebody last had a hand on it. */
  seenAt: number
  locked: boolean
  /** When the provider last said that the person may be here. */
  checkedAt: number
}

/**
 * Sessions of all instances of a member, by the SHA-256 of their id. Everything about one is changed by itself, so that requests at
 * the same time undo nothing of one another, and nothing brings back one that ended. Fails with STORE_UNAVAILABLE.
 */
export interface SessionStore {
  begin(digest: string, session: BegunSession): Promise<void>
  find(digest: string, now: number): Promise<KeptSession | undefined>
  /** Nothing where it is locked: only a new sign-in opens that. */
  seen(digest: string, now: number): Promise<void>
  lock(digest: string): Promise<void>
  /** Whether it is for the caller, and nobody else, to ask the provider now: nobody began to since `before`. */
  mayCheck(digest: string, before: number, now: number): Promise<boolean>
  /** What the provider said. */
  checked(digest: string, session: BegunSession, now: number): Promise<void>
  end(digest: string): Promise<void>
  /** How many have not ended, for metrics. */
  figures(now: number): Promise<{ open: number; locked: number }>
}
