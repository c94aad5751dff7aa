import { createHmac, createPublicKey, type KeyObject } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { SignJWT } from 'jose'
import type { ClientKey } from '../../src/access/ports.ts'
import { toGatewayError } from '../../src/errors.ts'
import { algorithmNames } from '../../src/jws/algorithms.ts'
import { createClientAssertions } from '../../src/jws/client-assertions.ts'
import { newKey } from '../../src/trust/keys.ts'

const p256 = newKey('P-256')
const other = newKey('P-256')
const ed25519 = newKey('Ed25519')
const rsa = newKey('RSA-2048')
const keyOf = (key: KeyObject, id?: string): ClientKey => ({ id, key: createPublicKey(key) })
const assertions = createClientAssertions(algorithmNames)

const made = (key: KeyObject, header: { alg: string } & Record<string, unknown>): Promise<string> =>
  new SignJWT({ iss: 'loans' }).setProtectedHeader(header).sign(key)

async function outcome(token: string, keys: readonly ClientKey[]): Promise<unknown> {
  try {
    const opened = assertions.open(Buffer.from(token))
    await opened.verify(keys)
    return opened.claims
  } catch (thrown) {
    return toGatewayError(thrown).code
  }
}

describe('a client assertion', () => {
  test.each([
    ['ES256', p256, {}],
    ['ES256', p256, { typ: 'JWT' }],
    ['ES256', p256, { typ: 'client-authentication+jwt', kid: '1' }],
    ['EdDSA', ed25519, {}],
    ['PS256', rsa, {}],
  ])('signed with %s by a library is opened', async (alg, key, header) => {
    const keys = [keyOf(other, '0'), keyOf(key, '1')]
    expect(await outcome(await made(key, { alg, ...header }), keys)).toEqual({ iss: 'loans' })
  })

  test.each([
    ['by a key that is not the client’s', made(other, { alg: 'ES256' }), 'SIGNATURE_INVALID'],
    ['by another key than its kid says', made(p256, { alg: 'ES256', kid: '2' }), 'SIGNATURE_INVALID'],
    ['as another type of message', made(p256, { alg: 'ES256', typ: 'hpf-request+jws' }), 'TYPE_REFUSED'],
    ['with an embedded key', made(p256, { alg: 'ES256', jwk: { kty: 'EC' } }), 'HEADER_REFUSED'],
    ['with an algorithm that nobody allowed', made(rsa, { alg: 'RS256' }), 'ALGORITHM_REFUSED'],
    ['with the public key as a shared secret', hmacSigned(), 'ALGORITHM_REFUSED'],
    ['by nobody', `${part({ alg: 'none' })}.${part({ iss: 'loans' })}.`, 'TOKEN_MALFORMED'],
    ['with its payload changed', changed(), 'SIGNATURE_INVALID'],
    ['over something that is not strict JSON', doubled(), 'TOKEN_MALFORMED'],
  ])('signed %s is refused', async (_, token, code) => {
    expect(await outcome(await token, [keyOf(p256, '1'), keyOf(rsa, '2')])).toBe(code)
  })
})

function part(value: object | string): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
}

function hmacSigned(): string {
  const input = `${part({ alg: 'HS256' })}.${part({ iss: 'loans' })}`
  const secret = createPublicKey(p256).export({ format: 'pem', type: 'spki' })
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

async function changed(): Promise<string> {
  const [header, , signature] = (await made(p256, { alg: 'ES256' })).split('.')
  return `${header}.${part({ iss: 'desk' })}.${signature}`
}

async function doubled(): Promise<string> {
  const [header, , signature] = (await made(p256, { alg: 'ES256' })).split('.')
  return `${header}.${part('{"iss":"a","iss":"b"}')}.${signature}`
}
