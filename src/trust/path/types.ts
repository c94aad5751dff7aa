import type { Certificate } from '../certificate.ts'
import type { PeerName } from '../peer-name.ts'
import type { RevocationData } from '../revocation/types.ts'

/**
 * What the leaf is to be used for.
 * `sign`: exchange messages and directories. `any`: RFC 5280 §6.1 alone, no demand on the leaf's key usages;
 * for tools and test suites, never for a peer.
 */
export type Purpose = 'sign' | 'tls-server' | 'tls-client' | 'any'

/** `web-pki`: what the CA/Browser Forum asks of certificates of public web servers. */
export type Profile = 'web-pki'

/**
 * Why there is no valid path.
 *
 * - `no-path`: no chain of names leads from the leaf to an anchor
 * - `budget`: the certificates offered take more work than is allowed
 * - `malformed`: the certificate contradicts itself or its profile (version, serial number, names, extensions)
 * - `not-yet-valid`, `expired`: the time is outside the certificate's validity
 * - `algorithm`: signature algorithm or key that policy does not allow
 * - `signature`: not signed by the key of its issuer
 * - `not-a-ca`, `path-length`: the issuer may not issue at all, or not at this depth
 * - `is-a-ca`: the leaf is a CA
 * - `key-usage`, `extended-key-usage`: not for this purpose
 * - `name-constraints`: an issuer may not issue for this name
 * - `policy`: an explicit policy is required and there is none
 * - `critical-extension`: an extension is critical and not understood
 * - `peer-name`: the leaf is not for the expected host, address or mailbox
 * - `revoked`: a certificate of the path is revoked
 * - `revocation-unknown`: nothing usable says whether a certificate of the path is revoked
 */
export type Reason =
  | 'no-path'
  | 'budget'
  | 'malformed'
  | 'not-yet-valid'
  | 'expired'
  | 'algorithm'
  | 'signature'
  | 'not-a-ca'
  | 'path-length'
  | 'is-a-ca'
  | 'key-usage'
  | 'extended-key-usage'
  | 'name-constraints'
  | 'policy'
  | 'critical-extension'
  | 'peer-name'
  | 'revoked'
  | 'revocation-unknown'

/** A broken rule: the reason, a sentence, and the clause (`RFC 5280 §4.2.1.9`) or `policy` where it is ours. */
export interface Fault {
  readonly reason: Reason
  readonly rule: string
  readonly detail: string
}

/** Where a certificate stands in a path. */
export type Position = 'anchor' | 'ca' | 'leaf'

/** The user's initial policies (RFC 5280 §6.1.1 c, e, f, g). */
export interface PolicyInputs {
  /** Acceptable policies; absent means any. */
  readonly acceptable?: readonly string[]
  readonly requireExplicit?: boolean
  readonly inhibitMapping?: boolean
  readonly inhibitAny?: boolean
}

/** Upper bounds of one validation; each is far above what an honest federation needs. */
export interface Budget {
  readonly signatures: number
  /** Certificates looked at while searching. */
  readonly nodes: number
  /** Comparisons of a name with a constraint, and steps of policy processing. */
  readonly comparisons: number
}

export interface PathRequest {
  readonly leaf: Certificate
  /** Untrusted, in any order; any of them may be useless or hostile. */
  readonly intermediates: readonly Certificate[]
  readonly anchors: readonly Certificate[]
  /** Epoch milliseconds. */
  readonly time: number
  readonly purpose: Purpose
  /** The name the leaf must be for. */
  readonly peer?: PeerName
  readonly policies?: PolicyInputs
  /** Absent: revocation is not looked at. */
  readonly revocation?: RevocationData
  /** Demands beyond RFC 5280; default none. */
  readonly profile?: Profile
  /** Most intermediates a path may have, self-issued ones not counted; default 10. */
  readonly maxIntermediates?: number
  readonly budget?: Partial<Budget>
}

export interface ValidPath {
  readonly ok: true
  /** Leaf first, anchor last. */
  readonly path: readonly Certificate[]
  /** Last moment, epoch milliseconds, at which every certificate of the path is valid. */
  readonly validUntil: number
  /** Oldest moment that the revocation data used speaks of, and the last at which it is believed; epoch milliseconds. */
  readonly revocation?: { readonly asOf: number; readonly until: number }
}

export interface InvalidPath extends Fault {
  readonly ok: false
  /** The certificate that breaks the rule; the leaf where none does. */
  readonly certificate: { readonly subject: string; readonly thumbprint: string }
}

export type PathResult = ValidPath | InvalidPath
