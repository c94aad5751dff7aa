import { createPublicKey } from 'node:crypto'
import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { GatewayError } from '../../src/errors.ts'
import { readClientKeys } from '../../src/jws/client-keys.ts'
import { newKey, type NewKeyType } from '../../src/trust/keys.ts'

const jwk = (type: NewKeyType, more: object = {}): object => ({
  ...createPublicKey(newKey(type)).export({ format: 'jwk' }),
  ...more,
})
const set = (...keys: unknown[]): Buffer => Buffer.from(JSON.stringify({ keys }))

const faultIn = (bytes: Uint8Array): string | undefined => {
  try {
    readClientKeys(bytes)
    return undefined
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'KEY_UNUSABLE') return error.detail
    throw error
  }
}

test('public keys of every algorithm are read, each with its kid', () => {
  const bytes = set(
    jwk('P-256', { kid: 'a', alg: 'ES256', use: 'sig' }),
    jwk('P-384', { kid: 'b' }),
    jwk('Ed25519', { kid: 'c', alg: 'EdDSA' }),
    jwk('RSA-2048', { kid: 'd' }),
  )
  expect(readClientKeys(bytes).map(({ id, key }) => [id, key.type])).toEqual(
    ['a', 'b', 'c', 'd'].map((id) => [id, 'public']),
  )
})

test.each([
  ['a private key', set(newKey('P-256').export({ format: 'jwk' })), 'keys/0 is not a public key alone'],
  ['a symmetric key', set({ kty: 'oct', k: 'AAAA' }), 'keys/0 is not a public key alone'],
  ['a key for encryption', set(jwk('P-256', { use: 'enc' })), 'keys/0 is not for signatures'],
  [
    'an algorithm that is not its own',
    set(jwk('P-256', { alg: 'ES384' })),
    'keys/0 is not of an algorithm that is taken',
  ],
  ['RS256', set(jwk('RSA-2048', { alg: 'RS256' })), 'keys/0 is not of an algorithm that is taken'],
  ['a point off the curve', set({ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }), 'keys/0 is no public key'],
  [
    'two keys of one kid',
    set(jwk('P-256', { kid: '1' }), jwk('P-256', { kid: '1' })),
    'two keys have the same kid, or none',
  ],
  ['two keys without', set(jwk('P-256'), jwk('P-256')), 'two keys have the same kid, or none'],
  ['a kid that is no text', set(jwk('P-256', { kid: 1 })), 'keys/0: kid is not a text'],
  ['no key', set(), 'no JWK set of 1 to 20 keys'],
  ['a single JWK', Buffer.from(JSON.stringify(jwk('P-256'))), 'no JWK set of 1 to 20 keys'],
  ['a repeated member', Buffer.from('{"keys":[],"keys":[]}'), '成员重复 a member is repeated'],
])('a set with %s is refused', (_, bytes, detail) => {
  expect(faultIn(bytes)).toBe(detail)
})

test('whatever the file says, it is read or refused', () => {
  const anything = fc.oneof(
    fc.json(),
    fc
      .array(fc.dictionary(fc.constantFrom('kty', 'crv', 'x', 'kid', 'n', 'e'), fc.string()))
      .map((keys) => JSON.stringify({ keys })),
  )
  fc.assert(fc.property(anything, (text) => void faultIn(Buffer.from(text))))
})
