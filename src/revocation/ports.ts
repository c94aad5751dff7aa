import type { GatewayError } from '../errors.ts'
import type { CertIdHash } from '../trust/revocation/cert-id.ts'
import type { Certificate } from '../trust/certificate.ts'
import type { RevocationData } from '../trust/revocation/types.ts'

/** What one authority publishes, and for how long it is believed. */
export interface RevocationSource {
  name: string
  /** Thumbprint of the authority's certificate, or its subject (RFC 4514). */
  issuer: string
  /** Absolute paths and URLs. */
  lists: readonly string[]
  ocsp: { url: string; certIdHash: CertIdHash } | undefined
  /** From thisUpdate. */
  graceSeconds: number
  maxBytes: number
}

/** Gets what is at a URL, or the answer to a POST; limited in time and size. Fails with SOURCE_UNAVAILABLE. */
export type Fetch = (url: string, limits: { maxBytes: number }, post?: FetchPost) => Promise<Buffer>

export interface FetchPost {
  contentType: string
  body: Uint8Array
}

/** Keeps the last good bytes across restarts. */
export interface KeptBytes {
  read(name: string): Buffer | undefined
  /** Does not fail: what could not be kept is fetched again after a restart. */
  write(name: string, bytes: Uint8Array): void
}

/** What a source last gave. Instants in epoch milliseconds. */
export interface SourceStatus {
  source: string
  /** No certificate is known that it could be asked about. */
  idle: boolean
  /** Oldest moment that what is held speaks of; absent: nothing is held. */
  thisUpdate: number | undefined
  nextUpdate: number | undefined
  /** Past it, certificates of the authority are refused. */
  until: number | undefined
  /** Failures in a row of the place that fails longest; 0 while all is well. */
  failures: number
  /** Why the last look at that place gave nothing. */
  fault: GatewayError | undefined
}

export interface RevocationEvents {
  /** The first failure in a row, a new kind of failure, and every twentieth. */
  sourceFailed(event: { source: string; place: string; error: GatewayError; secondsLeft: number }): void
  sourceBack(event: { source: string; place: string }): void
  /** Another set of certificates is revoked. */
  listChanged(event: { source: string; number: string; revoked: number; before: number }): void
}

/** What path validation takes of the keeper; cheap at every call. */
export interface RevocationView {
  /** Rises whenever anything new is known: verdicts of before are to be worked out again. */
  generation(): number
  data(): RevocationData
  /** Makes certificates known, leaf first: authorities sign lists, and OCSP is asked about every one. */
  learn(chain: readonly Certificate[]): void
}
