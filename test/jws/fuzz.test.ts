import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { digestOf } from '../../src/domain/digest.ts'
import { messageType } from '../../src/domain/message-type.ts'
import { GatewayError } from '../../src/errors.ts'
import { algorithmNames } from '../../src/jws/algorithms.ts'
import { createKeySigner, createTokenSigner } from '../../src/jws/signer.ts'
import { createTokens } from '../../src/jws/tokens.ts'
import { newKey, type NewKeyType } from '../../src/trust/keys.ts'

const keys: [string, NewKeyType][] = [
  ['ES256', 'P-256'],
  ['ES384', 'P-384'],
  ['EdDSA', 'Ed25519'],
  ['PS256', 'RSA-2048'],
]
const codes = ['TOKEN_MALFORMED', 'HEADER_REFUSED', 'ALGORITHM_REFUSED', 'SIGNATURE_INVALID']
const tokens = createTokens(algorithmNames)

/** One change of a token's bytes at a place from 0 to 1. */
const edits = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    how: fc.constantFrom('flip', 'replace', 'insert', 'delete', 'repeat', 'swap'),
    byte: fc.oneof(fc.nat(255), fc.constantFrom(0x2e, 0x3d, 0x0a, 0x20, 0x41)),
    length: fc.integer({ min: 1, max: 40 }),
  }),
  { minLength: 1, maxLength: 8 },
)

type Edit = typeof edits extends fc.Arbitrary<(infer One)[]> ? One : never

function edited(bytes: Buffer, { at, how, byte, length }: Edit): Buffer {
  const place = Math.floor(at * bytes.length)
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)]
  switch (how) {
    case 'flip':
      return Buffer.concat([before, Buffer.of((after[0] ?? 0) ^ (1 << (byte % 8))), after.subarray(1)])
    case 'replace':
      return Buffer.concat([before, Buffer.of(byte), after.subarray(1)])
    case 'insert':
      return Buffer.concat([before, Buffer.of(byte), after])
    case 'delete':
      return Buffer.concat([before, after.subarray(length)])
    case 'repeat':
      return Buffer.concat([before, after.subarray(0, length), after])
    default:
      return Buffer.concat([after, before])
  }
}

function refusal(bytes: Buffer, key: KeyObject): string {
  try {
    tokens.open(bytes).verify(key)
    return 'accepted'
  } catch (thrown) {
    if (thrown instanceof GatewayError) return thrown.code
    throw thrown
  }
}

describe.each(keys)('a damaged %s token', (_, type) => {
  const key = newKey(type)
  const publicKey = createPublicKey(key)
  const leaf = randomBytes(700)
  const certificate = { thumbprint: digestOf(leaf), chain: [leaf, randomBytes(600)] }
  const signer = createTokenSigner(createKeySigner(key), certificate)
  const payload = { iss: '320500000000001', body: { name: '王小明', nonce: 'n'.repeat(60) } }
  const good = [false, true].map((withChain) => signer.sign(messageType.request, payload, { withChain }))

  test('is refused with a catalogued code, whatever happened to it', () => {
    for (const bytes of good) expect(refusal(bytes, publicKey)).toBe('accepted')
    fc.assert(
      fc.property(fc.constantFrom(...good), edits, (bytes, list) => {
        const damaged = list.reduce(edited, bytes)
        if (!good.some((each) => each.equals(damaged))) expect(codes).toContain(refusal(damaged, publicKey))
      }),
      { numRuns: 1_500 },
    )
  })

  test('is refused for any other signature of the right length', () => {
    const [text = ''] = good.map(String)
    const [header, body, signature = ''] = text.split('.')
    const { length } = Buffer.from(signature, 'base64url')
    fc.assert(
      fc.property(fc.uint8Array({ minLength: length, maxLength: length }), (bytes) => {
        const other = Buffer.from(bytes).toString('base64url')
        if (other === signature) return
        expect(refusal(Buffer.from(`${header}.${body}.${other}`), publicKey)).toBe('SIGNATURE_INVALID')
      }),
      { numRuns: 300 },
    )
  })
})
