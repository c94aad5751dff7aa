import type { PolicyInputs, Profile, Purpose } from '../../src/trust/path/types.ts'
import type { PeerName } from '../../src/trust/peer-name.ts'

/** One case of a certificate suite, as our own JSON files hold it: `{ "cases": [ … ] }`. */
export interface X509Case {
  readonly id: string
  /** PEM. */
  readonly leaf: string
  readonly intermediates: readonly string[]
  readonly anchors: readonly string[]
  /** RFC 3339; absent means now. */
  readonly time?: string
  /** Default `any`: RFC 5280 alone. */
  readonly purpose?: Purpose
  readonly peer?: PeerName
  readonly profile?: Profile
  readonly policies?: PolicyInputs
  readonly maxIntermediates?: number
  /** Revocation lists, PEM; absent: revocation is not looked at, present: of every certificate below the anchor. */
  readonly crls?: readonly string[]
  readonly expected: 'accept' | 'refuse'
  /** The reason of the refusal, where the suite states it. */
  readonly reason?: string
}

interface X509File {
  readonly cases: readonly X509Case[]
}

/** Whether a parsed JSON file is of our form and holds certificates. */
export function isX509File(file: unknown): file is X509File {
  if (typeof file !== 'object' || file === null || !('cases' in file) || !Array.isArray(file.cases)) {
    return false
  }
  const [first]: unknown[] = file.cases
  return typeof first === 'object' && first !== null && 'leaf' in first
}
