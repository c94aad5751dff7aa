import { GatewayError } from '../errors.ts'
import { type Algorithm, algorithmNamed } from './algorithms.ts'
import { canonicalBytes, malformed } from './base64url.ts'
import type { ExchangeHeader, ProtectedHeader } from './header.ts'

/** A compact JWS whose form has been checked and whose algorithm is allowed; its signature is still to be verified. */
export interface Jws {
  algorithm: Algorithm
  payload: Buffer
  signature: Buffer
  /** The bytes that are signed: BASE64URL(header) "." BASE64URL(payload), as received. */
  signingInput: Buffer
}

/** One of the exchange. */
export type CompactToken = Jws & ExchangeHeader

/** Bounds of a token's parts, in bytes as encoded; the whole is bounded by the reader of the body. */
const maxHeader = 24 * 1024
const maxSignature = 1024

/**
 * The gate before any cryptography: reads one compact JWS (RFC 7515 section 7.1) in its only canonical spelling.
 * jose alone lets through white space, padding, unused bits, a byte order mark, repeated members, `b64` and 8 MiB headers.
 * `headerOf` is the profile that the protected header must keep to, BASE64URL; it may remember what it read.
 * Fails with TOKEN_MALFORMED, HEADER_REFUSED or ALGORITHM_REFUSED; `where` names the part.
 */
export function readCompact<Header extends ProtectedHeader>(
  bytes: Buffer,
  allowed: ReadonlySet<string>,
  headerOf: (encoded: string) => Header,
): Jws & Header {
  const [header64, payload64, signature64] = threeParts(bytes)
  if (header64.length > maxHeader) throw malformed('header', 'longer than 24 KiB')
  if (signature64.length > maxSignature) throw malformed('signature', 'longer than 1 KiB')
  const header = headerOf(header64)
  return {
    ...header,
    algorithm: allowedAlgorithm(header.alg, allowed),
    payload: canonicalBytes(payload64, 'payload'),
    signature: canonicalBytes(signature64, 'signature'),
    signingInput: bytes.subarray(0, header64.length + 1 + payload64.length),
  }
}

function threeParts(bytes: Buffer): [string, string, string] {
  // latin1 keeps one character per byte, so nothing outside ASCII can slip through the alphabet later on.
  const parts = bytes.toString('latin1').split('.', 4)
  const [header, payload, signature] = parts
  if (parts.length !== 3 || !header || !payload || !signature) {
    throw malformed('token', 'not three parts joined by dots, none of them empty')
  }
  return [header, payload, signature]
}

function allowedAlgorithm(name: string, allowed: ReadonlySet<string>): Algorithm {
  const algorithm = allowed.has(name) ? algorithmNamed(name) : undefined
  if (!algorithm) {
    throw new GatewayError('ALGORITHM_REFUSED', {
      where: 'alg',
      diagnosis: { received: name, allowed: [...allowed] },
    })
  }
  return algorithm
}
