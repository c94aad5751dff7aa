import type { KeyObject } from 'node:crypto'

/** A public key of an OAuth client. */
export interface ClientKey {
  /** `kid` of its JWK; undefined where it has none. */
  id: string | undefined
  key: KeyObject
}

/** A client assertion whose form and header hold; nothing it says is proved yet. */
export interface OpenedAssertion {
  /** Its payload, strict JSON. */
  claims: unknown
  /** One of the client's keys signed it. Fails with SIGNATURE_INVALID. */
  verify(keys: readonly ClientKey[]): Promise<void>
}

export interface Assertions {
  /** Fails with TOKEN_MALFORMED, HEADER_REFUSED, TYPE_REFUSED, ALGORITHM_REFUSED or CLIENT_UNKNOWN. */
  open(bytes: Buffer): OpenedAssertion
}

/** An access token as it is kept: whoever reads this cannot use it. Instants in epoch milliseconds. */
export interface KeptToken {
  /** SHA-256 of the token, base64url. */
  digest: string
  client: string
  expiresAt: number
}

/** Shared by all instances. Every promise resolves after the write is durable, and fails with STORE_UNAVAILABLE. */
export interface AccessStore {
  /** False where this id of this issuer was used before; it is remembered until `expiresAt`. Instants in epoch milliseconds. */
  useOnce(used: { issuer: string; id: string; expiresAt: number; now: number }): Promise<boolean>
  keepToken(token: KeptToken, now: number): Promise<void>
  /** The token, while it holds. */
  token(digest: string, now: number): Promise<KeptToken | undefined>
}
