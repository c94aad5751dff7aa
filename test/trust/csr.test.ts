import { createPublicKey } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { newCsr, readCsr, type CsrSpec } from '../../src/trust/csr.ts'
import { issueFromCsr } from '../../src/trust/issue.ts'
import { newKey, type NewKeyType } from '../../src/trust/keys.ts'
import { fromPem, toPem } from '../../src/trust/pem.ts'
import { validatePath } from '../../src/trust/path/validate.ts'
import { openssl, testWithOpenssl } from './support/openssl.ts'
import { keyNamed, now, root, span } from './support/pki.ts'

const spec: CsrSpec = {
  key: keyNamed('csr'),
  organisation: '南京住房公积金管理中心',
  memberCode: '320100000000001',
  use: 'tls',
  dnsNames: ['gateway.njgjj.cn'],
  ips: ['10.0.0.1', '2001:db8::1'],
}

describe('a certification request', () => {
  testWithOpenssl.each<NewKeyType>(['P-256', 'P-384', 'Ed25519', 'RSA-2048'])(
    'with %s is accepted by OpenSSL, Chinese intact',
    (type) => {
      const csr = newCsr({ ...spec, key: newKey(type) })
      const args = ['req', '-verify', '-in', 'csr.pem', '-noout', '-text', '-nameopt', 'utf8']
      const { ok, output } = openssl(args, { 'csr.pem': csr })
      expect(ok).toBe(true)
      expect(output).toContain('verify OK')
      expect(output).toContain('CN=南京住房公积金管理中心')
      expect(output).toContain('serialNumber=320100000000001')
      expect(output).toContain('DNS:gateway.njgjj.cn, IP Address:10.0.0.1, IP Address:2001:DB8:0:0:0:0:0:1')
    },
  )

  test('says who asks, and for which key', () => {
    const { subject, publicKey } = readCsr(newCsr(spec))
    expect(subject.text).toBe(
      'serialNumber=320100000000001,CN=南京住房公积金管理中心,O=南京住房公积金管理中心,C=CN',
    )
    expect(publicKey.equals(createPublicKey(spec.key))).toBe(true)
  })

  test('becomes a certificate under a root', () => {
    const anchor = root()
    const leaf = issueFromCsr(anchor, newCsr(spec), { ...span, use: 'tls', dnsNames: ['gateway.njgjj.cn'] })
    const request = {
      leaf,
      intermediates: [],
      anchors: [anchor.certificate],
      time: now,
      purpose: 'tls-server',
    } as const
    expect(validatePath(request).ok).toBe(true)
    expect(leaf.extensions.subjectAltName).toEqual([{ kind: 'dns', text: 'gateway.njgjj.cn' }])
  })

  test.each([
    [
      'changed after it was signed',
      (der: Uint8Array) => Uint8Array.from(der, (value, at) => (at === 60 ? value ^ 1 : value)),
    ],
    ['with bytes after it', (der: Uint8Array) => Buffer.concat([der, Uint8Array.of(0)])],
    ['cut short', (der: Uint8Array) => der.subarray(0, -1)],
  ])('is refused when %s', (_what, change) => {
    const [der = new Uint8Array()] = fromPem('CERTIFICATE REQUEST', newCsr(spec)) ?? []
    const changed = toPem('CERTIFICATE REQUEST', change(der))
    expect(() => readCsr(changed)).toThrow(expect.objectContaining({ code: 'CERTIFICATE_UNTRUSTED' }))
  })

  test('is refused when there are two', () => {
    expect(() => readCsr(newCsr(spec) + newCsr(spec))).toThrow(
      expect.objectContaining({ code: 'CERTIFICATE_UNTRUSTED' }),
    )
  })
})
