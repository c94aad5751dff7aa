import { createPublicKey, type KeyObject } from 'node:crypto'
import { algorithmFor } from '../../src/jws/algorithms.ts'
import { keyFault, keyKind } from '../../src/trust/algorithms.ts'
import { Refusal } from './refusal.ts'

type Members = Readonly<Record<string, unknown>>

/** Bytes of a coordinate (RFC 7518 section 6.2.1.2, RFC 8037 section 2). */
const coordinateBytes: Readonly<Record<string, number>> = { 'P-256': 32, 'P-384': 48, Ed25519: 32 }

/**
 * The public key of a JWK (RFC 7517) with which a token of this header is to be verified. The key must meet what policy wants of
 * a certificate's key, and nothing that the JWK says of itself may speak against this use.
 * @throws Refusal
 */
export function verificationKey(jwk: unknown, header: { alg: string; kid?: unknown }): KeyObject {
  if (typeof jwk !== 'object' || jwk === null || Array.isArray(jwk)) throw refused('not an object')
  const members = jwk as Members
  assertMeantFor(members, header)
  const key = publicKeyOf(members)
  const fault = keyFault(keyKind(key)) ?? (algorithmFor(key) ? undefined : 'no algorithm takes its kind')
  if (fault !== undefined) throw new Refusal('KEY_REFUSED', fault)
  return key
}

/** The one key of a set that `kid` names (RFC 7517 section 5). A set that mixes in secrets, or names twice, is trusted in nothing. */
export function keyOfSet(jwks: readonly unknown[], { kid }: { kid?: unknown }): unknown {
  const keys = jwks.map((jwk) => jwk as Members | null)
  if (keys.some((jwk) => jwk?.['kty'] === 'oct'))
    throw new Refusal('KEY_REFUSED', 'a set with symmetric keys')
  const [only, ...others] = keys.length === 1 ? keys : keys.filter((jwk) => jwk?.['kid'] === kid)
  if (!only || others.length > 0) throw refused('not exactly one key of the set has the token’s kid')
  return only
}

/** `use`, `key_ops`, `alg` and `kid` of RFC 7517 section 4, where they are given. */
function assertMeantFor(jwk: Members, header: { alg: string; kid?: unknown }): void {
  const { use, key_ops: operations, alg, kid } = jwk
  if (use !== undefined && use !== 'sig') throw refused('use is not sig')
  if (operations !== undefined) {
    if (!Array.isArray(operations)) throw refused('key_ops is not a list')
    if (new Set(operations).size !== operations.length) throw refused('key_ops repeats itself')
    const mine = Object.hasOwn(jwk, 'd') ? ['verify', 'sign'] : ['verify']
    if (!mine.some((name) => operations.includes(name))) throw refused('key_ops does not hold verify')
  }
  if (alg !== undefined && alg !== header.alg) throw refused('alg is not the token’s')
  if (kid !== undefined && typeof kid !== 'string') throw refused('kid is not a string')
  if (kid !== undefined && header.kid !== undefined && kid !== header.kid)
    throw refused('kid is not the token’s')
}

function publicKeyOf(jwk: Members): KeyObject {
  const { kty, crv } = jwk
  switch (kty) {
    case 'EC':
      return imported({ kty, crv: curve(crv), x: coordinate(jwk, 'x'), y: coordinate(jwk, 'y') })
    case 'OKP':
      return imported({ kty, crv: curve(crv), x: coordinate(jwk, 'x') })
    case 'RSA':
      return imported({ kty, n: number(jwk, 'n'), e: number(jwk, 'e') })
    case 'oct':
      throw new Refusal('KEY_REFUSED', 'a symmetric key')
    default:
      throw refused('kty is unknown')
  }
}

function imported(jwk: Record<string, string>): KeyObject {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' })
  } catch {
    throw refused('not a key')
  }
}

function curve(crv: unknown): string {
  if (typeof crv !== 'string') throw refused('crv is missing')
  if (!Object.hasOwn(coordinateBytes, crv)) throw new Refusal('KEY_REFUSED', `the curve ${crv}`)
  return crv
}

function coordinate(jwk: Members, name: string): string {
  const { text, bytes } = canonical(jwk, name)
  if (bytes.length !== coordinateBytes[String(jwk['crv'])])
    throw refused(`${name} is not of the curve's length`)
  return text
}

/** Base64urlUInt of RFC 7518 section 2: no leading zero byte. */
function number(jwk: Members, name: string): string {
  const { text, bytes } = canonical(jwk, name)
  if (!bytes[0]) throw refused(`${name} begins with a zero byte`)
  return text
}

function canonical(jwk: Members, name: string): { text: string; bytes: Buffer } {
  const text = jwk[name]
  const bytes = typeof text === 'string' ? Buffer.from(text, 'base64url') : undefined
  if (typeof text !== 'string' || bytes?.toString('base64url') !== text) {
    throw refused(`${name} is not canonical base64url`)
  }
  return { text, bytes }
}

function refused(why: string): Refusal {
  return new Refusal(`KEY_REFUSED: ${why}`)
}
