import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { keyFitsCertificate, keyToPem, newKey, readKey, type NewKeyType } from '../../src/trust/keys.ts'
import { keyNamed, member, root } from './support/pki.ts'

const unusable = expect.objectContaining({ code: 'KEY_UNUSABLE' })

describe('private keys', () => {
  test.each<NewKeyType>(['P-256', 'P-384', 'Ed25519', 'RSA-2048', 'RSA-3072'])(
    'of %s survive PEM, open and encrypted',
    (type) => {
      const key = newKey(type)
      expect(readKey(keyToPem(key)).equals(key)).toBe(true)
      const locked = keyToPem(key, '密码 with spaces')
      expect(locked).toContain('ENCRYPTED')
      expect(readKey(locked, '密码 with spaces').equals(key)).toBe(true)
      const digest = type === 'Ed25519' ? undefined : 'sha256'
      const bytes = Buffer.from('question')
      expect(verify(digest, bytes, createPublicKey(key), sign(digest, bytes, key))).toBe(true)
    },
  )

  test('are read from DER', () => {
    const key = keyNamed('der')
    expect(readKey(key.export({ format: 'der', type: 'pkcs8' })).equals(key)).toBe(true)
    const encryption = { cipher: 'aes-256-cbc', passphrase: 'x' }
    expect(readKey(key.export({ format: 'der', type: 'pkcs8', ...encryption }), 'x').equals(key)).toBe(true)
  })

  test.each([
    ['no passphrase', () => readKey(keyToPem(keyNamed('a'), 'right')), 'no passphrase was given'],
    [
      'a wrong passphrase',
      () => readKey(keyToPem(keyNamed('a'), 'right'), 'wrong'),
      'passphrase does not open',
    ],
    ['something else', () => readKey('-----BEGIN CERTIFICATE-----'), 'not a private key'],
    [
      'a public key',
      () => readKey(createPublicKey(keyNamed('a')).export({ format: 'pem', type: 'spki' }).toString()),
      'not a private key',
    ],
    ['noise', () => readKey(Uint8Array.of(1, 2, 3)), 'not a private key'],
    [
      'RSA-1024',
      () => readKey(keyToPem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey)),
      '1024 bits',
    ],
    [
      'a curve not allowed',
      () => readKey(keyToPem(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey)),
      'secp256k1',
    ],
    ['a key for agreement', () => readKey(keyToPem(generateKeyPairSync('x25519').privateKey)), 'x25519'],
  ])('are refused with what is wrong: %s', (_what, read, detail) => {
    expect(read).toThrow(unusable)
    expect(read).toThrow(expect.objectContaining({ detail: expect.stringContaining(detail) }))
  })

  test('fit their own certificate and no other', () => {
    const certificate = member(root())
    expect(keyFitsCertificate(keyNamed('member'), certificate)).toBe(true)
    expect(keyFitsCertificate(keyNamed('other'), certificate)).toBe(false)
  })
})
