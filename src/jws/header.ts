import { digestOf } from '../domain/digest.ts'
import { readStrictJson } from '../domain/strict-json.ts'
import { GatewayError } from '../errors.ts'
import { canonicalBytes } from './base64url.ts'

/** What every reading of a protected header gives. */
export interface ProtectedHeader {
  /** The name of the algorithm, not yet known to be allowed. */
  alg: string
}

/** What a protected header of the exchange says, its form checked. */
export interface ExchangeHeader extends ProtectedHeader {
  type: string
  /** `x5t#S256`: SHA-256 of the signing certificate, base64url. */
  thumbprint: string
  /** `x5c`: the signing certificate and its intermediates, DER. */
  chain: readonly Buffer[]
}

const maxChain = 5
const thumbprintForm = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/
const base64Form = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const members = new Set(['alg', 'typ', 'x5t#S256', 'x5c'])

/** A protected header's members, whatever they say. */
export type HeaderMembers = Record<string, unknown> & ProtectedHeader

/**
 * What holds for any protected header, BASE64URL: an object of strict JSON whose `alg` is a string.
 * Fails with TOKEN_MALFORMED or HEADER_REFUSED.
 */
export function readHeaderMembers(encoded: string): HeaderMembers {
  const parsed = readStrictJson(canonicalBytes(encoded, 'header'), 2)
  if (!parsed.ok) throw headerRefused('header', parsed.fault)
  const header = parsed.value
  if (header === null || typeof header !== 'object' || Array.isArray(header)) {
    throw headerRefused('header', 'not an object')
  }
  if (!hasAlgorithm(header)) throw headerRefused('alg', 'missing, or not a string')
  return header
}

function hasAlgorithm(header: object): header is HeaderMembers {
  return 'alg' in header && typeof header.alg === 'string'
}

/** The exchange's profile: `alg`, `typ`, `x5t#S256`, perhaps `x5c`, and nothing else. Fails as `readHeaderMembers` does. */
export function readExchangeHeader(encoded: string): ExchangeHeader {
  const header = readHeaderMembers(encoded)
  for (const name of Object.keys(header)) {
    if (!members.has(name)) throw headerRefused('header', 'a member other than alg, typ, x5t#S256 and x5c')
  }
  const { alg, typ, 'x5t#S256': thumbprint, x5c } = header
  if (typeof typ !== 'string') throw headerRefused('typ', 'missing, or not a string')
  if (typeof thumbprint !== 'string' || !thumbprintForm.test(thumbprint)) {
    throw headerRefused('x5t#S256', 'missing, or not a SHA-256 in base64url')
  }
  const chain = readChain(x5c)
  if (chain[0] && digestOf(chain[0]) !== thumbprint) {
    throw headerRefused('x5c', 'its first certificate is not the one of x5t#S256')
  }
  return { alg, type: typ, thumbprint, chain }
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

export function headerRefused(where: string, detail: string): GatewayError {
  return new GatewayError('HEADER_REFUSED', { where, detail })
}
