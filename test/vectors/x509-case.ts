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
  readonly expected: 'accept' | 'refuse'
  /** The reason of the refusal, where the suite states it. */
  readonly reason?: string
}

/** Cases of a parsed JSON file, of our form. @throws TypeError when it is of another */
export function readCases(file: unknown): readonly X509Case[] {
  if (typeof file === 'object' && file !== null && 'cases' in file && Array.isArray(file.cases))
    return file.cases
  throw new TypeError('The file has no "cases".')
}
