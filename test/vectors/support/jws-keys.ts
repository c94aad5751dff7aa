import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createKeySigner } from '../../../src/jws/signer.ts'
import { newKey, type NewKeyType } from '../../../src/trust/keys.ts'
import { rawToken } from '../../support/member-client.ts'
import type { JwsCase } from '../jws-case.ts'
import { payload } from './jws-material.ts'

type Jwk = Record<string, unknown>

const types: [alg: string, type: NewKeyType][] = [
  ['ES256', 'P-256'],
  ['ES384', 'P-384'],
  ['EdDSA', 'Ed25519'],
  ['PS256', 'RSA-2048'],
]

/** Tokens of other profiles, verified with a JWK: what a key may say of itself, and what it must be. */
export function keyCases(): JwsCase[] {
  const pairs = types.map(([alg, type]) => pair(alg, newKey(type)))
  const [es256, es384, eddsa, ps256] = pairs
  if (!es256 || !es384 || !eddsa || !ps256) throw new RangeError('four pairs')
  const short = pair('PS256', generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey, ps256)
  const p521 = pair('ES512', generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey, es256)
  const { token, jwk } = es256
  const { x = '', n = '' } = { ...jwk, ...ps256.jwk } as { x?: string; n?: string }
  return [
    ...pairs.map((each) => good(`${each.alg} with its key`, each.token, each.jwk)),
    good('use sig, key_ops verify, alg and kid the token’s', token, {
      ...jwk,
      use: 'sig',
      key_ops: ['verify'],
      alg: 'ES256',
      kid: 'k1',
    }),
    {
      id: 'a set with one key of the token’s kid',
      token,
      key: {
        jwks: [
          { ...ps256.jwk, kid: 'k0' },
          { ...jwk, kid: 'k1' },
        ],
      },
      expected: 'valid',
    },
    bad('a set that names twice', token, {
      jwks: [
        { ...jwk, kid: 'k1' },
        { ...es384.jwk, kid: 'k1' },
      ],
    }),
    bad('a set with a secret', token, {
      jwks: [
        { ...jwk, kid: 'k1' },
        { kty: 'oct', k: 'AAAA', kid: 'k2' },
      ],
    }),
    bad('use enc', token, { jwk: { ...jwk, use: 'enc' } }),
    bad('key_ops without verify', token, { jwk: { ...jwk, key_ops: ['encrypt'] } }),
    bad('key_ops that repeats itself', token, { jwk: { ...jwk, key_ops: ['verify', 'verify'] } }),
    bad('alg of another algorithm', token, { jwk: { ...jwk, alg: 'ES384' } }),
    bad('kid of another key', token, { jwk: { ...jwk, kid: 'k2' } }),
    bad('a point that is not on the curve', token, { jwk: { ...jwk, y: jwk['x'] } }),
    bad('a curve that is not the point’s', token, { jwk: { ...jwk, crv: 'P-384' } }),
    bad('a coordinate with a zero byte before it', token, { jwk: { ...jwk, x: longer(String(jwk['x'])) } }),
    bad('a coordinate with padding', token, { jwk: { ...jwk, x: `${String(jwk['x'])}=` } }),
    bad('a kty that is not the key’s', token, { jwk: { ...jwk, kty: 'RSA' } }),
    bad('RSA of 1,024 bits', short.token, { jwk: short.jwk }),
    bad('RSA with the exponent 1', ps256.token, { jwk: { ...ps256.jwk, e: 'AQ' } }),
    bad('an RSA modulus with a zero byte before it', ps256.token, { jwk: { ...ps256.jwk, n: longer(n) } }),
    bad('P-521', token, { jwk: p521.jwk }),
    bad('a secret', token, { jwk: { kty: 'oct', k: x || 'AAAA' } }),
    ...pairs.flatMap((each) =>
      pairs
        .filter((other) => other !== each)
        .map((other): JwsCase => ({
          ...bad(`T5 ${each.alg} with a key for ${other.alg}`, each.token, { jwk: other.jwk }),
          reason: 'ALGORITHM_REFUSED',
        })),
    ),
    {
      ...bad('an algorithm that is not allowed here', token, { jwk }),
      algorithms: ['EdDSA'],
      reason: 'ALGORITHM_REFUSED',
    },
  ]
}

interface Pair {
  readonly alg: string
  readonly jwk: Jwk
  readonly token: string
}

/** A key and a token by it; one that policy takes no signature of borrows the token of another. */
function pair(alg: string, key: KeyObject, borrowed?: Pair): Pair {
  const { d: _, p: __, q: ___, dp: _4, dq: _5, qi: _6, ...jwk } = key.export({ format: 'jwk' })
  return { alg, jwk, token: borrowed?.token ?? signed(alg, key) }
}

function signed(alg: string, key: KeyObject): string {
  const signer = createKeySigner(key)
  return rawToken({ alg, kid: 'k1', typ: 'JWT' }, payload, (input) => signer.sign(input))
}

function longer(number: string): string {
  return Buffer.concat([Buffer.alloc(1), Buffer.from(number, 'base64url')]).toString('base64url')
}

function good(id: string, token: string, jwk: Jwk): JwsCase {
  return { id, token, key: { jwk }, expected: 'valid' }
}

function bad(id: string, token: string, key: JwsCase['key']): JwsCase {
  return { id, token, key, expected: 'invalid', reason: 'KEY_REFUSED' }
}
