import { createPublicKey } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { certificateToPem, type Certificate } from '../../src/trust/certificate.ts'
import { keyToPem, newKey, type NewKeyType } from '../../src/trust/keys.ts'
import { readPkcs12, writePkcs12, type KeyAndChain } from '../../src/trust/pkcs12.ts'
import { openssl, opensslP12, testWithOpenssl } from './support/openssl.ts'
import { keyNamed, member, root } from './support/pki.ts'

function bundle(type: NewKeyType): KeyAndChain {
  const key = newKey(type)
  const authority = root('长三角根证书', { key: newKey(type) })
  const own = member(authority, { publicKey: createPublicKey(key) })
  return { key, chain: [own, authority.certificate], friendlyName: '苏州市公积金𠮷' }
}

function thumbprints(chain: readonly Certificate[]): string[] {
  return chain.map(({ thumbprint }) => thumbprint)
}

describe('a .p12 file', () => {
  test.each<NewKeyType>(['P-256', 'P-384', 'Ed25519', 'RSA-2048'])(
    'with %s is read as it was written',
    (type) => {
      const written = bundle(type)
      const read = readPkcs12(writePkcs12(written, 'pass word'), 'pass word')
      expect(read.key.equals(written.key)).toBe(true)
      expect(thumbprints(read.chain)).toEqual(thumbprints(written.chain))
      expect(read.friendlyName).toBe('苏州市公积金𠮷')
    },
  )

  testWithOpenssl('is opened by OpenSSL', () => {
    const { key, chain } = bundle('P-256')
    const { ok, output } = openssl(['pkcs12', '-in', 'a.p12', '-passin', 'pass:secret', '-nodes'], {
      'a.p12': writePkcs12({ key, chain }, 'secret'),
    })
    expect(ok).toBe(true)
    expect(output.split('BEGIN CERTIFICATE')).toHaveLength(3)
    expect(output.replaceAll(/\s/g, '')).toContain(keyToPem(key).replaceAll(/\s/g, ''))
  })

  testWithOpenssl.each([
    ['P-256', []],
    ['RSA-2048', []],
    ['P-256', ['-legacy']],
    ['RSA-2048', ['-legacy']],
  ] as const)('with %s made by OpenSSL %s is read, Chinese name intact', (type, options) => {
    const { key, chain } = bundle(type)
    const bytes = opensslP12(
      ['-name', '苏州', ...options],
      keyToPem(key),
      chain.map(certificateToPem).join(''),
    )
    const read = readPkcs12(bytes, 'secret')
    expect(read.key.equals(key)).toBe(true)
    expect(thumbprints(read.chain)).toEqual(thumbprints(chain))
    expect(read.friendlyName).toBe('苏州')
  })

  const good = writePkcs12(bundle('P-256'), 'secret')
  const foreign = { key: keyNamed('other'), chain: bundle('P-256').chain }
  test.each<[string, () => unknown, string]>([
    ['a wrong passphrase', () => readPkcs12(good, 'wrong'), 'passphrase does not open'],
    ['a passphrase that the format cannot carry', () => readPkcs12(good, '密码'), 'printable ASCII'],
    ['an empty passphrase', () => writePkcs12(bundle('P-256'), ''), 'printable ASCII'],
    ['something else', () => readPkcs12(Uint8Array.of(1, 2, 3), 'secret'), 'not a readable .p12'],
    ['a cut file', () => readPkcs12(good.subarray(0, -10), 'secret'), 'or the file is damaged'],
    [
      'a key without its certificate',
      () => readPkcs12(writePkcs12(foreign, 'secret'), 'secret'),
      'fits its key',
    ],
  ])('is refused with what is wrong: %s', (_what, act, detail) => {
    expect(act).toThrow(
      expect.objectContaining({ code: 'KEY_UNUSABLE', detail: expect.stringContaining(detail) }),
    )
  })
})
