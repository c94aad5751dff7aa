import { createHash, createPrivateKey, generateKeyPairSync, verify } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { DialectSteps } from '../../../src/contracts/generated/types.ts'
import { runSteps } from '../../../src/dialects/engine/steps.ts'
import { GatewayError } from '../../../src/errors.ts'

/** The second's modulus is greater, so that every block for the first is one that it can open. */
const [{ publicKey, privateKey }, other] = inOrderOfModulus(pairOf(1024), pairOf(1024))

const keys: Readonly<Record<string, string>> = {
  'settings.aes': '0123456789abcdef',
  'settings.aes256': '0123456789abcdef0123456789abcdef',
  'settings.hex': '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
  'settings.public': publicKey,
  'settings.private': privateKey,
  'settings.other': other.privateKey,
  'settings.none': 'no key',
}

interface Pair {
  publicKey: string
  privateKey: string
}

/** Small, for speed: blocks are what is tested. */
function pairOf(modulusLength: number): Pair {
  return generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

function inOrderOfModulus(one: Pair, another: Pair): [Pair, Pair] {
  return modulusOf(one) < modulusOf(another) ? [one, another] : [another, one]
}

/** In hex, all of one length, so that text compares as the numbers do. */
function modulusOf({ privateKey }: Pair): string {
  const { n = '' } = createPrivateKey(privateKey).export({ format: 'jwk' })
  return Buffer.from(n, 'base64url').toString('hex')
}

function run(bytes: Uint8Array, ...steps: DialectSteps): Buffer {
  return runSteps(Buffer.from(bytes), steps, {
    keyOf: (name) => keys[name] ?? '',
    failure: (step, key) => new GatewayError('KEY_UNUSABLE', { detail: `${step} ${key ?? ''}`.trim() }),
  })
}

const bytes = fc.uint8Array({ maxLength: 400 })

describe('steps', () => {
  const pairs: [string, DialectSteps][] = [
    ['base64', ['base64', 'base64-decode']],
    ['hex', ['hex', 'hex-decode']],
    ['percent-encoding', ['url-encode', 'url-decode']],
    ['AES-ECB', [{ 'aes-ecb-encrypt': 'settings.aes' }, { 'aes-ecb-decrypt': 'settings.aes' }]],
    ['AES-CBC', [{ 'aes-cbc-encrypt': 'settings.aes256' }, { 'aes-cbc-decrypt': 'settings.aes256' }]],
    ['RSA', [{ 'rsa-encrypt': 'settings.public' }, { 'rsa-decrypt': 'settings.private' }]],
    [
      'two at once',
      [{ 'aes-ecb-encrypt': 'settings.hex' }, 'hex', 'hex-decode', { 'aes-ecb-decrypt': 'settings.hex' }],
    ],
  ]
  test.each(pairs)('of %s give back every run of bytes', (_, steps) => {
    fc.assert(
      fc.property(bytes, (plain) => {
        expect(run(plain, ...steps)).toEqual(Buffer.from(plain))
      }),
    )
  })

  test('none leave the bytes alone', () => {
    expect(run(Buffer.from('as it is'))).toEqual(Buffer.from('as it is'))
  })

  test('of digests give raw bytes, to be written as one likes', () => {
    expect(run(Buffer.from('abc'), 'md5', 'hex').toString()).toBe('900150983cd24fb0d6963f7d28e17f72')
    expect(run(Buffer.from('abc'), 'sha256')).toEqual(createHash('sha256').update('abc').digest())
  })

  test('AES-CBC takes the key’s first 16 bytes as initialisation vector: block one is not ECB’s', () => {
    const plain = Buffer.from('0123456789abcdef')
    // The plain text is the vector, so that AES sees zeros
    const zeros = run(Buffer.alloc(16), { 'aes-ecb-encrypt': 'settings.aes' }).subarray(0, 16)
    expect(run(plain, { 'aes-cbc-encrypt': 'settings.aes' }).subarray(0, 16)).toEqual(zeros)
  })

  test('64 hex digits are an AES-256 key (FIPS 197 appendix C.3)', () => {
    const plain = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
    expect(run(plain, { 'aes-ecb-encrypt': 'settings.hex' }).toString('hex')).toMatch(
      /^8ea2b7ca516745bfeafc49904b496089/,
    )
  })

  test('RSA cuts what is longer than a block into blocks', () => {
    expect(run(Buffer.alloc(117), { 'rsa-encrypt': 'settings.public' })).toHaveLength(128)
    expect(run(Buffer.alloc(118), { 'rsa-encrypt': 'settings.public' })).toHaveLength(256)
  })

  test('RSA for another key gives no plain text, and no error to learn from', () => {
    const sealed = run(Buffer.from('secret'), { 'rsa-encrypt': 'settings.public' })
    expect(run(sealed, { 'rsa-decrypt': 'settings.other' })).not.toEqual(Buffer.from('secret'))
  })

  test('RSA of a block beyond its modulus fails, which tells nothing: anybody can compare the two', () => {
    expect(() => run(Buffer.alloc(128, 0xff), { 'rsa-decrypt': 'settings.private' })).toThrow(
      expect.objectContaining({ code: 'KEY_UNUSABLE', detail: 'rsa-decrypt settings.private' }),
    )
  })

  test('RSA signs by PKCS#1 v1.5 over SHA-1', () => {
    const signature = run(Buffer.from('abc'), { 'rsa-sha1-sign': 'settings.private' })
    expect(verify('sha1', Buffer.from('abc'), publicKey, signature)).toBe(true)
    expect(verify('sha1', Buffer.from('abd'), publicKey, signature)).toBe(false)
  })

  test('percent-encoding is for forms and paths alike', () => {
    expect(run(Buffer.from('a b+沈~*'), 'url-encode').toString()).toBe('a%20b%2B%E6%B2%88%7E%2A')
    expect(run(Buffer.from('a+b%20c'), 'url-decode').toString()).toBe('a b c')
  })

  test('base64 may come in lines', () => {
    expect(run(Buffer.from('YWJj\r\nZGVm\n'), 'base64-decode').toString()).toBe('abcdef')
  })

  test.each<[string, string, DialectSteps[number]]>([
    ['base64 with other characters', 'YW-j', 'base64-decode'],
    ['base64 without its padding', 'YWI', 'base64-decode'],
    ['half a byte in hex', 'abc', 'hex-decode'],
    ['no hex', 'zz', 'hex-decode'],
    ['a percent sign alone', '100%', 'url-decode'],
    ['AES of another key', '0123456789abcdef', { 'aes-cbc-decrypt': 'settings.aes' }],
    ['AES of half a block', '0123', { 'aes-ecb-decrypt': 'settings.aes' }],
    ['a key that is none for AES', 'abc', { 'aes-ecb-encrypt': 'settings.none' }],
    ['a key that is none for RSA', 'abc', { 'rsa-encrypt': 'settings.none' }],
    ['a key that signs nothing', 'abc', { 'rsa-sha1-sign': 'settings.public' }],
    ['RSA of half a block', 'abc', { 'rsa-decrypt': 'settings.private' }],
    ['RSA of nothing at all', '', { 'rsa-decrypt': 'settings.private' }],
  ])('fail with %s, naming step and key alone', (_, text, step) => {
    const named = typeof step === 'string' ? step : Object.entries(step).flat().join(' ')
    expect(() => run(Buffer.from(text), step)).toThrow(
      expect.objectContaining({ code: 'KEY_UNUSABLE', detail: named }),
    )
  })
})
