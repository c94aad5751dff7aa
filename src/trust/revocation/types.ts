import type { Certificate } from '../certificate.ts'
import type { Crl } from './crl.ts'
import type { OcspResponse } from './ocsp-response.ts'

/** A list that is at hand, and how long it is believed. */
export interface HeldList {
  readonly crl: Crl
  /** Epoch milliseconds; absent: until its nextUpdate. Past nextUpdate this is grace. */
  readonly until?: number
}

/** An OCSP response that is at hand, and how long it is believed. */
export interface HeldResponse {
  readonly response: OcspResponse
  /** Epoch milliseconds; absent: until its nextUpdate, or five minutes where it has none. */
  readonly until?: number
}

/** All that is known of revocation at one moment. What does not fit is passed over: it can refuse, never un-revoke. */
export interface RevocationData {
  readonly lists: readonly HeldList[]
  readonly responses: readonly HeldResponse[]
  /** Certificates that sign lists and that nobody sends, as after a change of keys. */
  readonly signers?: readonly Certificate[]
  /** Whether certificates of this issuer are refused when nothing is known of them; default: all. */
  requires?(issuer: Certificate): boolean
}

/** What was found of one certificate. Instants in epoch milliseconds. */
export type Status =
  | { readonly kind: 'good'; readonly asOf: number; readonly until: number }
  | { readonly kind: 'revoked'; readonly clause: string; readonly detail: string }
  | { readonly kind: 'unknown'; readonly clause: string; readonly detail: string }
