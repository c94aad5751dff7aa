/** A key as a case gives it: a JWK (RFC 7517), a set of them, or a certificate in PEM. */
export type CaseKey =
  { readonly jwk: unknown } | { readonly jwks: readonly unknown[] } | { readonly certificate: string }

/** One case of a JWS suite, as our own JSON files hold it: `{ "cases": [ … ] }`. */
export interface JwsCase {
  readonly id: string
  /** The text as it arrives; it is sent as UTF-8. */
  readonly token: string
  readonly key: CaseKey
  /** Names of the algorithms that are allowed; absent means all that the product has. */
  readonly algorithms?: readonly string[]
  /**
   * `exchange`: the header must be the exchange's own, and `x5t#S256` the certificate's where the key is one. `foreign`, the
   * default: any header that asks for nothing we do not do.
   */
  readonly profile?: 'exchange' | 'foreign'
  /** The only `typ` that belongs here, with the profile `exchange`. */
  readonly type?: string
  readonly expected: 'valid' | 'invalid'
  /** The code of the refusal, where the suite states it. */
  readonly reason?: string
  readonly comment?: string
}

interface JwsFile {
  readonly cases: readonly JwsCase[]
}

/** Whether a parsed JSON file is of our form and holds tokens. */
export function isJwsFile(file: unknown): file is JwsFile {
  if (typeof file !== 'object' || file === null || !('cases' in file) || !Array.isArray(file.cases)) {
    return false
  }
  const [first]: unknown[] = file.cases
  return typeof first === 'object' && first !== null && 'token' in first
}
