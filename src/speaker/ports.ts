import type { KeyObject } from 'node:crypto'
import type { Agreement, Directory } from '../contracts/generated/types.ts'

/** A token whose form and header hold; its signature is still to be verified. */
export interface OpenedToken {
  type: string
  /** SHA-256 of the signing certificate, base64url. */
  thumbprint: string
  /** `x5c`, DER, leaf first; empty where the token carries none. */
  chain: readonly Buffer[]
  payload: Buffer
  /** Fails with SIGNATURE_INVALID or ALGORITHM_REFUSED. */
  verify(key: KeyObject): void
}

export interface Tokens {
  /** Fails with TOKEN_MALFORMED, HEADER_REFUSED or ALGORITHM_REFUSED. */
  open(bytes: Buffer): OpenedToken
}

/** Who a certificate is for, and the last moment at which it is valid, in epoch milliseconds. */
export interface CertificateTerm {
  thumbprint: string
  subject: string
  until: number
}

/** One certificate of a member, as the directory lists it. */
export interface KnownCertificate {
  thumbprint: string
  subject: string
  key: KeyObject
  /** Its own term, then those of the intermediates that came with it. */
  validity: readonly CertificateTerm[]
  /**
   * Gives the oldest moment that the revocation data used speaks of; undefined where none is asked. Both in epoch milliseconds.
   * Fails with CERTIFICATE_UNTRUSTED when there is no valid path to an anchor at `now`, with CERTIFICATE_REVOKED or
   * REVOCATION_UNKNOWN where a certificate of it is revoked or that cannot be told.
   */
  assertTrusted(now: number, purpose?: CertificatePurpose): number | undefined
}

/** What a certificate is used for; `sign`, the default, are messages. */
export type CertificatePurpose = 'sign' | 'tls-server' | 'tls-client'

export interface KnownMember {
  code: string
  name: string
  kind: 'centre' | 'portal' | 'hub'
  /** Administrative division, 6 digits. */
  division: string
  /** Code of the hub that speaks for it; absent where it speaks for itself. */
  representedBy?: string
  /** Its own; none where it is represented. */
  endpoints: readonly string[]
  services: ReadonlySet<string>
}

/** The directory in force, indexed. */
export interface DirectoryView {
  version: number
  /** Epoch seconds. */
  expires: number
  /** The signed list itself, for evidence: a JWS for each operator's signature, one a line. */
  token: string
  /** What it says. */
  content: Directory
  members: ReadonlyMap<string, KnownMember>
  signing(thumbprint: string): { member: KnownMember; certificate: KnownCertificate } | undefined
  /** The member whose TLS certificate this is. */
  channel(thumbprint: string): KnownMember | undefined
  /** That certificate itself. */
  channelCertificate(thumbprint: string): KnownCertificate | undefined
  /** All that are listed, each with its use. */
  certificates: readonly { use: 'sign' | 'tls'; certificate: KnownCertificate }[]
  /** When that certificate, of either use, was or will be retired, epoch milliseconds. */
  retired(thumbprint: string): number | undefined
  /** Agreements in which this member may ask, its groups included; consumers and providers are codes only. */
  agreementsOf(consumer: string): readonly Agreement[]
}

/** Fails with DIRECTORY_EXPIRED at `now` (epoch milliseconds) when no list in force is at hand. */
export type CurrentDirectory = (now: number) => DirectoryView
