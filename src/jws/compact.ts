import { digestOf } from '../domain/digest.ts'
import { readStrictJson } from '../domain/strict-json.ts'
import { GatewayError } from '../errors.ts'
import { type Algorithm, algorithmNamed } from './algorithms.ts'

/** A compact JWS whose form and header have been checked; its signature has not. */
export interface CompactToken {
  algorithm: Algorithm
  type: string
  /** `x5t#S256`: SHA-256 of the signing certificate, base64url. */
  thumbprint: string
  /** `x5c`: the signing certificate and its intermediates, DER. */
  chain: readonly Buffer[]
  payload: Buffer
  signature: Buffer
  /** The bytes that are signed: BASE64URL(header) "." BASE64URL(payload), as received. */
  signingInput: Buffer
}

/** Bounds of a token's parts, in bytes as encoded; the whole is bounded by the reader of the body. */
const maxHeader = 24 * 1024
const maxSignature = 1024
const maxChain = 5

const alphabet = /^[A-Za-z0-9_-]*$/
const thumbprintForm = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/
const base64Form = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const members = new Set(['alg', 'typ', 'x5t#S256', 'x5c'])

/**
 * The gate before any cryptography: reads one compact JWS (RFC 7515 section 7.1) in its only canonical spelling.
 * jose alone lets through white space, padding, unused bits, a byte order mark, repeated members, `b64` and 8 MiB headers.
 * Fails with TOKEN_MALFORMED, HEADER_REFUSED or ALGORITHM_REFUSED; `where` names the part. `headerOf` may remember what it read.
 */
export function readCompact(
  bytes: Buffer,
  allowed: ReadonlySet<string>,
  headerOf: (encoded: string) => CompactHeader = readHeader,
): CompactToken {
  const [header64, payload64, signature64] = threeParts(bytes)
  if (header64.length > maxHeader) throw malformed('header', 'longer than 24 KiB')
  if (signature64.length > maxSignature) throw malformed('signature', 'longer than 1 KiB')
  const header = headerOf(header64)
  return {
    ...header,
    algorithm: allowedAlgorithm(header.algorithm, allowed),
    payload: canonicalBytes(payload64, 'payload'),
    signature: canonicalBytes(signature64, 'signature'),
    signingInput: bytes.subarray(0, header64.length + 1 + payload64.length),
  }
}

function threeParts(bytes: Buffer): [string, string, string] {
  // latin1 keeps one character per byte, so nothing outside ASCII can slip through the alphabet below.
  const parts = bytes.toString('latin1').split('.', 4)
  const [header, payload, signature] = parts
  if (parts.length !== 3 || !header || !payload || !signature) {
    throw malformed('token', 'not three parts joined by dots, none of them empty')
  }
  return [header, payload, signature]
}

function canonicalBytes(part: string, where: string): Buffer {
  const bytes = Buffer.from(part, 'base64url')
  if (bytes.toString('base64url') === part) return bytes
  if (!alphabet.test(part)) throw malformed(where, 'a character outside base64url')
  throw malformed(where, 'not the canonical base64url of its bytes')
}

/** What a protected header says, its form checked. */
export interface CompactHeader extends Pick<CompactToken, 'type' | 'thumbprint' | 'chain'> {
  algorithm: string
}

/** Reads a protected header, BASE64URL. Fails with TOKEN_MALFORMED or HEADER_REFUSED. */
export function readHeader(encoded: string): CompactHeader {
  const parsed = readStrictJson(canonicalBytes(encoded, 'header'), 2)
  if (!parsed.ok) throw headerRefused('header', parsed.fault)
  const header = parsed.value
  if (header === null || typeof header !== 'object' || Array.isArray(header)) {
    throw headerRefused('header', 'not an object')
  }
  for (const name of Object.keys(header)) {
    if (!members.has(name)) throw headerRefused('header', 'a member other than alg, typ, x5t#S256 and x5c')
  }
  const fields = header as Record<string, unknown>
  const { alg, typ, 'x5t#S256': thumbprint, x5c } = fields
  if (typeof alg !== 'string') throw headerRefused('alg', 'missing, or not a string')
  if (typeof typ !== 'string') throw headerRefused('typ', 'missing, or not a string')
  if (typeof thumbprint !== 'string' || !thumbprintForm.test(thumbprint)) {
    throw headerRefused('x5t#S256', 'missing, or not a SHA-256 in base64url')
  }
  const chain = readChain(x5c)
  if (chain[0] && digestOf(chain[0]) !== thumbprint) {
    throw headerRefused('x5c', 'its first certificate is not the one of x5t#S256')
  }
  return { algorithm: alg, type: typ, thumbprint, chain }
}

function readChain(x5c: unknown): Buffer[] {
  if (x5c === undefined) return []
  if (!Array.isArray(x5c) || x5c.length === 0 || x5c.length > maxChain) {
    throw headerRefused('x5c', `not a list of 1 to ${maxChain} certificates`)
  }
  return x5c.map((entry) => {
    if (typeof entry !== 'string' || !base64Form.test(entry)) throw headerRefused('x5c', 'not base64 DER')
    return Buffer.from(entry, 'base64')
  })
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

function malformed(where: string, detail: string): GatewayError {
  return new GatewayError('TOKEN_MALFORMED', { where, detail })
}

function headerRefused(where: string, detail: string): GatewayError {
  return new GatewayError('HEADER_REFUSED', { where, detail })
}
