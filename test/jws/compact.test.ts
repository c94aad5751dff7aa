import { createPublicKey } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { messageType } from '../../src/domain/message-type.ts'
import { GatewayError } from '../../src/errors.ts'
import { algorithmNames } from '../../src/jws/algorithms.ts'
import { readCompact } from '../../src/jws/compact.ts'
import { readExchangeHeader } from '../../src/jws/header.ts'
import { createKeySigner, createTokenSigner } from '../../src/jws/signer.ts'
import { createTokens } from '../../src/jws/tokens.ts'
import { newKey } from '../../src/trust/keys.ts'

const allowed = new Set(algorithmNames)
const thumbprint = Buffer.alloc(32, 7).toString('base64url')
const key = newKey('P-256')
const publicKey = createPublicKey(key)
const signer = createTokenSigner(createKeySigner(key), { thumbprint, chain: [] })
const tokens = createTokens(algorithmNames)
const strangerCodes = ['TOKEN_MALFORMED', 'HEADER_REFUSED', 'ALGORITHM_REFUSED']

function token(payload: object): Buffer {
  return signer.sign(messageType.request, payload)
}

/** The code that a token is refused with; `undefined` where it is good. */
function refusal(bytes: Buffer): string | undefined {
  try {
    tokens.open(bytes).verify(publicKey)
    return undefined
  } catch (thrown) {
    if (thrown instanceof GatewayError) return thrown.code
    throw thrown
  }
}

/** Pieces that tokens are made of, right and wrong. */
const header = fc
  .record(
    {
      alg: fc.oneof(fc.constantFrom('ES256', 'EdDSA', 'none', 'HS256', ''), fc.anything()),
      typ: fc.oneof(fc.constantFrom(...Object.values(messageType)), fc.anything()),
      'x5t#S256': fc.oneof(fc.constantFrom(thumbprint, `${thumbprint}=`, ''), fc.anything()),
      x5c: fc.oneof(fc.constantFrom([], ['MIIB'], ['MII']), fc.anything()),
      crit: fc.anything(),
    },
    { requiredKeys: [] },
  )
  .map((value) => JSON.stringify(value))
const part = fc.oneof(
  header.map((text) => Buffer.from(text).toString('base64url')),
  fc.uint8Array({ maxLength: 70 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
  fc.string({ maxLength: 20 }),
  fc.constantFrom('', '=', ' ', 'A', 'e30', 'bnVsbA'),
)
const texts = fc.array(part, { maxLength: 6 }).map((parts) => parts.join('.'))

describe('the gate before cryptography', () => {
  test('throws nothing but the three refusals, whatever the bytes', () => {
    const bytes = fc.oneof(
      texts.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
    )
    fc.assert(
      fc.property(bytes, (given) => {
        try {
          readCompact(given, allowed, readExchangeHeader)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(GatewayError)
          expect(strangerCodes).toContain((thrown as GatewayError).code)
        }
      }),
      { numRuns: 5_000 },
    )
  })

  test('accepts only the canonical spelling: parts made from the bytes again are the same text', () => {
    let accepted = 0
    const likely = fc.tuple(
      header,
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
      fc.uint8Array({ minLength: 1, maxLength: 70 }),
      fc.constantFrom('', '=', ' ', '.'),
    )
    const good = fc.constant(JSON.stringify({ alg: 'ES256', typ: 'a', 'x5t#S256': thumbprint }))
    fc.assert(
      fc.property(
        fc.oneof(
          likely,
          fc.tuple(
            good,
            fc.uint8Array({ minLength: 1, maxLength: 40 }),
            fc.uint8Array({ minLength: 1, maxLength: 70 }),
            fc.constantFrom('', '', '='),
          ),
        ),
        ([head, payload, signature, end]) => {
          const text = `${[Buffer.from(head), payload, signature].map((bytes) => Buffer.from(bytes).toString('base64url')).join('.')}${end}`
          try {
            const read = readCompact(Buffer.from(text), allowed, readExchangeHeader)
            accepted += 1
            const again = `${read.signingInput.toString()}.${read.signature.toString('base64url')}`
            expect(again).toBe(text)
            expect(read.payload).toEqual(Buffer.from(payload))
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(GatewayError)
          }
        },
      ),
      { numRuns: 1_000 },
    )
    expect(accepted).toBeGreaterThan(100)
  })

  test('T13 every other spelling of a good token’s bytes is refused', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    for (let length = 0; length < 3; length += 1) {
      const text = token({ padding: 'x'.repeat(length) }).toString()
      const parts = text.split('.')
      for (const [i, each] of parts.entries()) {
        for (const last of alphabet) {
          const other = each.slice(0, -1) + last
          const same = Buffer.from(other, 'base64url').equals(Buffer.from(each, 'base64url'))
          if (other === each || !same) continue
          expect(refusal(Buffer.from(parts.with(i, other).join('.')))).toBe('TOKEN_MALFORMED')
        }
      }
    }
  })
})

describe('a single changed byte of a good token', () => {
  const good = token({ iss: '320101000000000', body: { nonce: 'n' } })

  test('is refused at every place, for every bit', () => {
    expect(refusal(good)).toBeUndefined()
    for (let at = 0; at < good.length; at += 1) {
      for (const bit of [1, 2, 4, 8, 16, 32, 64, 128]) {
        const changed = Buffer.from(good)
        changed[at] = (changed[at] ?? 0) ^ bit
        expect(refusal(changed)).toBeDefined()
      }
    }
  })

  test('is refused whatever it becomes, and so is one taken away or added', () => {
    fc.assert(
      fc.property(
        fc.nat(good.length - 1),
        fc.nat(255),
        fc.constantFrom('replace', 'insert', 'delete'),
        (at, byte, how) => {
          const [before, after] = [good.subarray(0, at), good.subarray(how === 'insert' ? at : at + 1)]
          const changed = Buffer.concat([before, how === 'delete' ? Buffer.alloc(0) : Buffer.of(byte), after])
          if (!changed.equals(good)) expect(refusal(changed)).toBeDefined()
        },
      ),
      { numRuns: 1_000 },
    )
  })
})
