import {
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign as signBytes,
  verify as verifyBytes,
} from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { CompactSign, compactVerify } from 'jose'
import { messageType } from '../../src/domain/message-type.ts'
import { algorithmFor, algorithmNamed, algorithmNames } from '../../src/jws/algorithms.ts'
import { readCompact } from '../../src/jws/compact.ts'
import { readExchangeHeader } from '../../src/jws/header.ts'
import { verifyWithJose } from '../../src/jws/reference.ts'
import { createKeySigner, createTokenSigner } from '../../src/jws/signer.ts'
import { createTokens } from '../../src/jws/tokens.ts'
import { newKey, type NewKeyType } from '../../src/trust/keys.ts'

const keys: [string, NewKeyType][] = [
  ['ES256', 'P-256'],
  ['ES384', 'P-384'],
  ['EdDSA', 'Ed25519'],
  ['PS256', 'RSA-2048'],
]
const thumbprint = Buffer.alloc(32, 9).toString('base64url')
const tokens = createTokens(algorithmNames)
const payloads = fc.dictionary(
  fc.string().filter((name) => name !== '__proto__'),
  fc.string(),
  { maxKeys: 5 },
)

const code = (expected: string) => expect.objectContaining({ code: expected })

describe.each(keys)('%s', (alg, type) => {
  const key = newKey(type)
  const publicKey = createPublicKey(key)
  const signer = createTokenSigner(createKeySigner(key), { thumbprint, chain: [] })

  test('what we sign, jose verifies', async () => {
    await fc.assert(
      fc.asyncProperty(payloads, async (payload) => {
        const bytes = signer.sign(messageType.answer, payload)
        const verified = await compactVerify(bytes, publicKey, { algorithms: [alg] })
        expect(Buffer.from(verified.payload).toString()).toBe(JSON.stringify(payload))
        expect(verified.protectedHeader).toEqual({ alg, typ: messageType.answer, 'x5t#S256': thumbprint })
      }),
      { numRuns: 30 },
    )
  })

  test('what jose signs, we verify', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (payload) => {
        const bytes = Buffer.from(
          await new CompactSign(payload)
            .setProtectedHeader({ alg, typ: 'a', 'x5t#S256': thumbprint })
            .sign(key),
        )
        const token = tokens.open(bytes)
        expect(() => token.verify(publicKey)).not.toThrow()
        expect(token.payload).toEqual(Buffer.from(payload))
        await verifyWithJose(readCompact(bytes, new Set([alg]), readExchangeHeader), bytes, publicKey)
      }),
      { numRuns: 30 },
    )
  })

  test('both refuse a signature by another key', async () => {
    const bytes = signer.sign(messageType.answer, {})
    const other = createPublicKey(newKey(type))
    expect(() => tokens.open(bytes).verify(other)).toThrow(code('SIGNATURE_INVALID'))
    await expect(
      verifyWithJose(readCompact(bytes, new Set([alg]), readExchangeHeader), bytes, other),
    ).rejects.toThrow(code('SIGNATURE_INVALID'))
  })

  test('T5 is refused with a key of another kind', () => {
    const bytes = signer.sign(messageType.answer, {})
    for (const other of keys.filter(([name]) => name !== alg)) {
      expect(() => tokens.open(bytes).verify(createPublicKey(newKey(other[1])))).toThrow(
        code('ALGORITHM_REFUSED'),
      )
    }
  })

  test('is refused where the policy does not allow it', () => {
    const strict = createTokens(algorithmNames.filter((name) => name !== alg))
    expect(() => strict.open(signer.sign(messageType.answer, {}))).toThrow(code('ALGORITHM_REFUSED'))
  })
})

describe('the algorithm table', () => {
  test('knows exactly ES256, ES384, EdDSA and PS256, by their exact names', () => {
    expect([...algorithmNames].sort()).toEqual(['ES256', 'ES384', 'EdDSA', 'PS256'])
    for (const name of [
      'none',
      'NoNe',
      'es256',
      'ES256 ',
      'RS256',
      'ES512',
      'ES256K',
      'HS256',
      '__proto__',
      'toString',
      '',
    ]) {
      expect(algorithmNamed(name)).toBeUndefined()
    }
  })

  test('takes no key of another curve or of a short modulus', () => {
    const p521 = generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
    for (const key of [p521, short]) {
      expect(algorithmFor(key)).toBeUndefined()
      expect(() => createKeySigner(key)).toThrow(code('KEY_UNUSABLE'))
    }
  })

  test('ES384 is r and s side by side, 96 bytes (RFC 7518 section 3.4)', () => {
    const key = newKey('P-384')
    for (let i = 0; i < 20; i += 1) expect(createKeySigner(key).sign(Buffer.from(`${i}`))).toHaveLength(96)
  })

  test.each(keys)('%s signs what node:crypto verifies with the same parameters', (alg, type) => {
    const key: KeyObject = newKey(type)
    const algorithm = algorithmNamed(alg)
    if (!algorithm) throw new RangeError(alg)
    const bytes = Buffer.from('bytes')
    const parameters = { ...algorithm.parameters }
    const signature = createKeySigner(key).sign(bytes)
    expect(verifyBytes(algorithm.hash, bytes, { key: createPublicKey(key), ...parameters }, signature)).toBe(
      true,
    )
    expect(signBytes(algorithm.hash, bytes, { key, ...parameters })).toHaveLength(signature.length)
  })
})
