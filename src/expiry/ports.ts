import type { ExpiryLevel } from '../domain/expiry.ts'

/** What ends: a certificate of a member, one above those, an anchor, or the directory. */
export type TermUse = 'sign' | 'tls' | 'intermediate' | 'anchor' | 'directory'

/** Something this gateway depends on, and until when it holds. */
export interface Term {
  use: TermUse
  /** Code of the member it belongs to; absent for what belongs to the whole federation. */
  member: string | undefined
  /** Whether it is ours to renew. */
  own: boolean
  /** SHA-256 of a certificate, base64url; `version N` of the directory. */
  thumbprint: string
  subject: string
  /** The last moment at which it holds, and where that matters its beginning; epoch milliseconds. */
  until: number
  from?: number
}

/** A term whose end is near. */
export interface ExpiryWarning extends Term {
  level: ExpiryLevel
  /** Whole days; negative when it is over. */
  daysLeft: number
}
