import { describe, expect, test } from '@jest/globals'
import { subjectAltName } from '../../src/trust/issue/extensions.ts'
import { addressBytes, addressText, certificateNames, type PeerName } from '../../src/trust/peer-name.ts'
import { member, root } from './support/pki.ts'

const certificate = member(root(), {
  extensions: [
    subjectAltName({
      dnsNames: ['gateway.gjj.cn', '*.hub.gjj.cn'],
      ips: ['10.0.0.1', '2001:db8::1'],
      emails: ['Li@gjj.cn'],
    }),
  ],
})

describe('the name a peer is reached by', () => {
  test.each<[PeerName['kind'], string]>([
    ['dns', 'gateway.gjj.cn'],
    ['dns', 'GATEWAY.gjj.CN'],
    ['dns', 'a.hub.gjj.cn'],
    ['ip', '10.0.0.1'],
    ['ip', '2001:DB8:0:0::1'],
    ['email', 'Li@GJJ.cn'],
  ])('is accepted: %s %s', (kind, value) => {
    expect(certificateNames(certificate, { kind, value })).toBe(true)
  })

  test.each<[PeerName['kind'], string]>([
    ['dns', 'gjj.cn'],
    ['dns', 'hub.gjj.cn'],
    ['dns', 'a.b.hub.gjj.cn'],
    ['dns', '*.hub.gjj.cn'],
    ['dns', 'gateway.gjj.cn.'],
    ['dns', '10.0.0.1'],
    ['dns', '苏州市住房公积金管理中心'],
    ['dns', ''],
    ['ip', '10.0.0.2'],
    ['ip', '::ffff:10.0.0.1'],
    ['ip', 'gateway.gjj.cn'],
    ['ip', ''],
    ['email', 'li@gjj.cn'],
    ['email', 'gjj.cn'],
  ])('is refused: %s %s', (kind, value) => {
    expect(certificateNames(certificate, { kind, value })).toBe(false)
  })

  test('an address without a certificate name is never matched', () => {
    expect(certificateNames(member(root()), { kind: 'ip', value: 'nonsense' })).toBe(false)
  })

  test.each(['10.1.2.3', '::', '::1', '2001:db8::1', 'fe80::1:0:0:2', '1:2:3:4:5:6:7:8'])(
    'writes %s as it reads it',
    (text) => {
      expect(addressText(addressBytes(text) ?? new Uint8Array())).toBe(text)
    },
  )
})
