import { constants, type KeyObject } from 'node:crypto'
import { tag, type DerNode } from './der/read.ts'
import { expectTag, readOid } from './der/values.ts'
import { readPssParameters } from './pss-parameters.ts'

/** How one signature algorithm is verified with node:crypto. */
export interface SignatureScheme {
  readonly name: string
  /** Kinds of key that the algorithm works with. */
  readonly keys: readonly KeyKind['kind'][]
  /** Undefined where the algorithm hashes by itself. */
  readonly digest: string | undefined
  readonly options?: { readonly padding?: number; readonly saltLength?: number }
}

/** A public key by kind; `other` covers everything that policy refuses, by the name node:crypto has for it. */
export type KeyKind =
  | { readonly kind: 'rsa' | 'rsa-pss'; readonly bits: number; readonly exponent: bigint }
  | { readonly kind: 'ec'; readonly curve: string }
  | { readonly kind: 'ed25519' | 'ed448' }
  | { readonly kind: 'other'; readonly name: string }

/** AlgorithmIdentifier (RFC 5280 §4.1.1.2); `der` is compared, `parameters` interpreted. */
export interface AlgorithmIdentifier {
  readonly oid: string
  readonly der: Uint8Array
  readonly parameters: DerNode | undefined
}

type Parameters = 'absent' | 'null'

function rsa(digest: string): [SignatureScheme, Parameters] {
  const options = { padding: constants.RSA_PKCS1_PADDING }
  return [{ name: `RSA-${digest}`, keys: ['rsa'], digest, options }, 'null']
}

function ecdsa(digest: string): [SignatureScheme, Parameters] {
  return [{ name: `ECDSA-${digest}`, keys: ['ec'], digest }, 'absent']
}

function eddsa(name: 'ed25519' | 'ed448'): [SignatureScheme, Parameters] {
  return [{ name, keys: [name], digest: undefined }, 'absent']
}

/**
 * Signature algorithms that are allowed, with what their parameters must be (RFC 4055 §5, RFC 5758 §3.2,
 * RFC 8410 §3). What is not here, SHA-1 and MD5 first of all, is refused. RSASSA-PSS is below: it has parameters.
 */
const schemes: Readonly<Record<string, readonly [SignatureScheme, Parameters]>> = {
  '1.2.840.113549.1.1.11': rsa('sha256'),
  '1.2.840.113549.1.1.12': rsa('sha384'),
  '1.2.840.113549.1.1.13': rsa('sha512'),
  '1.2.840.10045.4.3.2': ecdsa('sha256'),
  '1.2.840.10045.4.3.3': ecdsa('sha384'),
  '1.2.840.10045.4.3.4': ecdsa('sha512'),
  '1.3.101.112': eddsa('ed25519'),
  '1.3.101.113': eddsa('ed448'),
}

const rsaPss = '1.2.840.113549.1.1.10'

/** The scheme of an identifier, or undefined when policy does not allow it or its parameters are wrong. */
export function signatureScheme({ oid, parameters }: AlgorithmIdentifier): SignatureScheme | undefined {
  if (oid === rsaPss) return pssScheme(parameters)
  const entry = Object.hasOwn(schemes, oid) ? schemes[oid] : undefined
  if (!entry) return undefined
  const [scheme, expected] = entry
  return (expected === 'null' ? parameters?.tag === tag.null : parameters === undefined) ? scheme : undefined
}

function pssScheme(parameters: DerNode | undefined): SignatureScheme | undefined {
  const pss = readPssParameters(parameters)
  if (!pss) return undefined
  const options = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: pss.saltLength }
  return { name: `RSA-PSS-${pss.digest}`, keys: ['rsa', 'rsa-pss'], digest: pss.digest, options }
}

const curves: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1'])
const rsaBits = { minimum: 2048, maximum: 8192 } as const

/** Why policy refuses a public key, or undefined: RSA of 2048–8192 bits, P-256, P-384, P-521, Ed25519, Ed448. */
export function keyFault(key: KeyKind): string | undefined {
  switch (key.kind) {
    case 'rsa':
    case 'rsa-pss':
      if (key.bits < rsaBits.minimum) return `RSA of ${key.bits} bits is too short.`
      if (key.bits > rsaBits.maximum) return `RSA of ${key.bits} bits is longer than anything needs.`
      if (key.bits % 8 !== 0) return `RSA of ${key.bits} bits does not fill its octets.`
      return key.exponent >= 3n && key.exponent % 2n === 1n ? undefined : 'The RSA exponent is not usable.'
    case 'ec':
      return curves.has(key.curve) ? undefined : `The curve ${key.curve} is not allowed.`
    case 'ed25519':
    case 'ed448':
      return undefined
    case 'other':
      return `Keys of type ${key.name} are not allowed.`
  }
}

/** What kind of key this is, for `keyFault`. */
export function keyKind(key: KeyObject): KeyKind {
  const { asymmetricKeyType: type = 'unknown', asymmetricKeyDetails: details = {} } = key
  if (type === 'rsa' || type === 'rsa-pss') {
    return { kind: type, bits: details.modulusLength ?? 0, exponent: details.publicExponent ?? 0n }
  }
  if (type === 'ec') return { kind: 'ec', curve: details.namedCurve ?? 'without a name' }
  return type === 'ed25519' || type === 'ed448' ? { kind: type } : { kind: 'other', name: type }
}

/** @throws GatewayError CERTIFICATE_UNTRUSTED */
export function readAlgorithmIdentifier(node: DerNode | undefined, what: string): AlgorithmIdentifier {
  const sequence = expectTag(node, tag.sequence, what)
  const [algorithm, parameters, extra] = sequence.children
  const oid = readOid(extra ?? algorithm, what)
  return { oid: extra ? '' : oid, der: sequence.bytes, parameters }
}
