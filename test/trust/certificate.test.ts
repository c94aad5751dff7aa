import { createHash, createPublicKey, X509Certificate } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { Version, type Extension } from '@peculiar/asn1-x509'
import { certificatesFromPem, certificateToPem, readCertificate } from '../../src/trust/certificate.ts'
import { readDer, type DerNode } from '../../src/trust/der/read.ts'
import { writeDer } from '../../src/trust/der/write.ts'
import { basicConstraints, extension, keyUsage, subjectAltName } from '../../src/trust/issue/extensions.ts'
import type { Template } from '../../src/trust/issue/sign.ts'
import { subjectName } from '../../src/trust/subject.ts'
import { forgeDer, keyNamed, member, root, span, type Forgery } from './support/pki.ts'

const refusal = expect.objectContaining({ code: 'CERTIFICATE_UNTRUSTED' })

function refusalThatSays(detail: string): unknown {
  return expect.objectContaining({ code: 'CERTIFICATE_UNTRUSTED', detail: expect.stringContaining(detail) })
}

function template(extensions: readonly Extension[] = [basicConstraints(false)]): Template {
  const authority = root()
  return {
    ...span,
    subject: subjectName({ organisation: '样本' }),
    publicKey: createPublicKey(keyNamed('member')),
    authority,
    signingKey: authority.key,
    extensions,
  }
}

function raw(oid: string, hex: string): Extension {
  return extension(oid, false, Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex')))
}

function twice(node: DerNode | undefined): Uint8Array[] {
  const bytes = node?.bytes ?? writeDer(0x05)
  return [bytes, bytes]
}

/** A certificate around these bytes, with a signature that is none. */
function envelope(tbs: Uint8Array): Uint8Array {
  const algorithm = Buffer.from('300a06082a8648ce3d040302', 'hex')
  return writeDer(0x30, tbs, algorithm, writeDer(0x03, Uint8Array.of(0, 1)))
}

describe('reading a certificate', () => {
  const certificate = member(root(), {
    extensions: [subjectAltName({ dnsNames: ['gjj.cn'], ips: ['10.0.0.1'], emails: ['li@gjj.cn'] })],
  })

  test('agrees with OpenSSL on what it says', () => {
    const other = new X509Certificate(certificate.der)
    expect(certificate.thumbprint).toBe(createHash('sha256').update(other.raw).digest('base64url'))
    expect(certificate.serial.toUpperCase()).toBe(other.serialNumber)
    expect(certificate.notBefore).toBe(Date.parse(other.validFrom))
    expect(certificate.notAfter).toBe(Date.parse(other.validTo))
    expect(certificate.publicKey.equals(other.publicKey)).toBe(true)
    expect(certificate.version).toBe(3)
    expect(certificate.key).toEqual({ kind: 'ec', curve: 'prime256v1' })
  })

  test('keeps Chinese names as they are', () => {
    expect(certificate.subject.text).toBe(
      'serialNumber=320500000000001,CN=苏州市住房公积金管理中心,O=苏州市住房公积金管理中心,C=CN',
    )
    expect(certificate.issuer.text).toBe('CN=长三角根证书,O=长三角根证书,C=CN')
  })

  test('decodes the extensions', () => {
    expect(certificate.extensions.keyUsage).toEqual(new Set(['digitalSignature', 'nonRepudiation']))
    expect(certificate.extensions.basicConstraints).toEqual({ ca: false })
    expect(certificate.extensions.subjectAltName).toEqual([
      { kind: 'dns', text: 'gjj.cn' },
      { kind: 'ip', bytes: Uint8Array.of(10, 0, 0, 1) },
      { kind: 'email', text: 'li@gjj.cn' },
    ])
  })

  test('is not changed by what becomes of the bytes it was read from', () => {
    const bytes = Uint8Array.from(certificate.der)
    const again = readCertificate(bytes)
    bytes.fill(0)
    expect(Buffer.compare(again.der, certificate.der)).toBe(0)
    expect(Object.isFrozen(again)).toBe(true)
  })

  test('T65 refuses bytes after the certificate', () => {
    expect(() => readCertificate(Buffer.concat([certificate.der, Uint8Array.of(0)]))).toThrow(refusal)
  })

  test('T65 refuses the same certificate in BER with an indefinite length', () => {
    const content = certificate.der.subarray(4)
    const ber = Buffer.concat([Uint8Array.of(0x30, 0x80), content, Uint8Array.of(0, 0)])
    expect(() => readCertificate(ber)).toThrow(refusal)
  })

  test('T65 refuses the same certificate with a longer length than needed', () => {
    const content = certificate.der.subarray(4)
    const loose = Buffer.concat([
      Uint8Array.of(0x30, 0x83, 0, content.length >> 8, content.length & 0xff),
      content,
    ])
    expect(() => readCertificate(loose)).toThrow(refusal)
  })

  test('refuses more than 64 KiB', () => {
    expect(() => readCertificate(writeDer(0x30, new Uint8Array(70_000)))).toThrow(refusal)
  })

  const malformedExtensions: [string, string, Extension][] = [
    ['T53 an empty extKeyUsage', 'extKeyUsage is empty', raw('2.5.29.37', '30 00')],
    ['an empty subjectAltName', 'subjectAltName is empty', raw('2.5.29.17', '30 00')],
    ['an address of three octets', 'wrong size', raw('2.5.29.17', '30 05 87 03 0a 00 01')],
    ['a host that is not ASCII', 'not ASCII', raw('2.5.29.17', '30 03 82 01 ff')],
    ['empty name constraints', 'nameConstraints is empty', raw('2.5.29.30', '30 00')],
    ['name constraints with an empty list', 'empty list', raw('2.5.29.30', '30 02 a0 00')],
    [
      'name constraints with a minimum',
      'minimum or maximum',
      raw('2.5.29.30', '30 0a a0 08 30 06 82 01 61 80 01 01'),
    ],
    [
      'name constraints in the wrong order',
      'out of place',
      raw('2.5.29.30', '30 0e a1 05 30 03 82 01 61 a0 05 30 03 82 01 61'),
    ],
    [
      'a mask that is no prefix',
      'no prefix',
      raw('2.5.29.30', '30 0e a0 0c 30 0a 87 08 0a 00 00 00 ff 00 ff 00'),
    ],
    ['a loose cA', 'BOOLEAN', raw('2.5.29.19', '30 03 01 01 01')],
    ['a negative path length', 'negative', raw('2.5.29.19', '30 06 01 01 ff 02 01 ff')],
    ['members after the path length', 'unknown members', raw('2.5.29.19', '30 08 01 01 ff 02 01 00 05 00')],
    ['keyUsage with a bit that means nothing', 'mean nothing', raw('2.5.29.15', '03 03 06 ff c0')],
    ['keyUsage with trailing zero bits', 'zero bits', raw('2.5.29.15', '03 02 06 80')],
    [
      'an authority key identifier with a serial number alone',
      'without a serial number',
      raw('2.5.29.35', '30 03 82 01 01'),
    ],
    ['a policy named twice', 'a policy twice', raw('2.5.29.32', '30 0c 30 04 06 02 2a 03 30 04 06 02 2a 03')],
    ['policy constraints that ask for nothing', 'is empty', raw('2.5.29.36', '30 00')],
    [
      'a mapping from anyPolicy',
      'maps anyPolicy',
      raw('2.5.29.33', '30 0c 30 0a 06 04 55 1d 20 00 06 02 2a 03'),
    ],
    ['a padded count in policy constraints', 'shortest form', raw('2.5.29.36', '30 04 80 02 00 01')],
    [
      'two members of policy constraints in the wrong order',
      'out of place',
      raw('2.5.29.36', '30 06 81 01 00 80 01 00'),
    ],
    [
      'a distribution point in a place of no known form',
      'no known form',
      raw('2.5.29.31', '30 08 30 06 a0 04 a2 02 80 00'),
    ],
    [
      'a notice in BMPString',
      'BMPString',
      raw('2.5.29.32', '30 1a 30 18 06 02 2a 03 30 12 30 10 06 08 2b 06 01 05 05 07 02 02 30 04 1e 02 00 61'),
    ],
    [
      'a notice with a control character',
      'control characters',
      raw('2.5.29.32', '30 19 30 17 06 02 2a 03 30 11 30 0f 06 08 2b 06 01 05 05 07 02 02 30 03 0c 01 07'),
    ],
    [
      'anyPolicy with another qualifier',
      'qualifier',
      raw('2.5.29.32', '30 10 30 0e 06 04 55 1d 20 00 30 06 30 04 06 02 2a 03'),
    ],
    ['a name of no known form', 'no known form', raw('2.5.29.17', '30 02 89 00')],
    ['a negative count of anyPolicy', 'negative', raw('2.5.29.54', '02 01 ff')],
    [
      'information access without a location',
      'location',
      raw('1.3.6.1.5.5.7.1.1', '30 06 30 04 06 02 2a 03'),
    ],
    [
      'a distribution point with reasons only',
      'neither a place nor an issuer',
      raw('2.5.29.31', '30 06 30 04 81 02 07 80'),
    ],
    [
      'a timestamp list with bytes after it',
      'list of timestamps',
      raw('1.3.6.1.4.1.11129.2.4.2', '04 06 00 03 00 01 aa bb'),
    ],
    ['an extension that is no DER', 'Indefinite', raw('2.5.29.17', '30 80 00 00')],
  ]
  test.each(malformedExtensions)('refuses %s (%s)', (_what, detail, bad) => {
    const extensions = bad.extnID === '2.5.29.35' ? [] : [bad]
    const forged = forgeDer(template(extensions), {
      change: (tbs) => {
        if (bad.extnID === '2.5.29.35') tbs.extensions?.splice(0, 1, bad)
      },
    })
    expect(() => readCertificate(forged)).toThrow(refusalThatSays(detail))
  })

  const forgeries: [string, Forgery][] = [
    [
      'an extension that occurs twice',
      { change: (tbs) => tbs.extensions?.push(keyUsage('digitalSignature'), keyUsage('digitalSignature')) },
    ],
    ['extensions in version 2', { change: (tbs) => void (tbs.version = Version.v2) }],
    ['an empty list of extensions', { change: (tbs) => void tbs.extensions?.splice(0) }],
  ]
  test.each(forgeries)('refuses %s', (_what, forgery) => {
    expect(() => readCertificate(forgeDer(template(), forgery))).toThrow(refusal)
  })

  const integer = writeDer(0x02, Uint8Array.of(1))
  const rearranged: [string, string, (members: Uint8Array[]) => Uint8Array[]][] = [
    [
      'version 1 written out',
      'neither 2 nor 3',
      ([, ...rest]) => [writeDer(0xa0, writeDer(0x02, Uint8Array.of(0))), ...rest],
    ],
    [
      'version 4',
      'neither 2 nor 3',
      ([, ...rest]) => [writeDer(0xa0, writeDer(0x02, Uint8Array.of(3))), ...rest],
    ],
    [
      'two versions',
      'neither 2 nor 3',
      ([version = integer, ...rest]) => [writeDer(0xa0, ...twice(readDer(version).children[0])), ...rest],
    ],
    [
      'a unique identifier in version 1',
      'unique identifier',
      ([, ...rest]) => [...rest.slice(0, -1), writeDer(0x81, Uint8Array.of(0, 1))],
    ],
    [
      'a unique identifier with loose unused bits',
      'unused bits',
      (all) => [...all.slice(0, -1), writeDer(0x81, Uint8Array.of(1, 1)), ...all.slice(-1)],
    ],
    ['members after the extensions', 'unknown members', (all) => [...all, integer]],
    [
      'something else in place of the extensions',
      'unknown members',
      (all) => [...all.slice(0, -1), writeDer(0xa4, integer)],
    ],
    [
      'two lists of extensions',
      'one list',
      (all) => [...all.slice(0, -1), writeDer(0xa3, ...twice(readDer(all.at(-1) ?? integer).children[0]))],
    ],
    [
      'a third time',
      'two times',
      (all) =>
        all.with(4, writeDer(0x30, ...twice(readDer(all[4] ?? integer).children[0]), ...twice(undefined))),
    ],
    [
      'one time',
      'two times',
      (all) => all.with(4, writeDer(0x30, readDer(all[4] ?? integer).children[0]?.bytes ?? integer)),
    ],
    ['no subject', 'subject', (all) => all.toSpliced(5, 1)],
    [
      'more than 64 KiB',
      '64 KiB',
      (all) =>
        all.with(
          5,
          writeDer(
            0x30,
            writeDer(
              0x31,
              writeDer(
                0x30,
                Buffer.from('0603550403', 'hex'),
                writeDer(0x0c, new Uint8Array(66_000).fill(0x61)),
              ),
            ),
          ),
        ),
    ],
  ]
  test.each(rearranged)('refuses %s (%s)', (_what, detail, change) => {
    const members = readDer(member(root()).tbs).children.map(({ bytes }) => bytes)
    const changed = envelope(writeDer(0x30, ...change(members)))
    expect(() => readCertificate(changed)).toThrow(refusalThatSays(detail))
  })

  test('reads the same envelope with nothing changed, and refuses a fourth member in it', () => {
    const { tbs } = member(root())
    expect(readCertificate(envelope(tbs)).version).toBe(3)
    const { children } = readDer(envelope(tbs))
    const four = writeDer(0x30, ...children.map(({ bytes }) => bytes), integer)
    expect(() => readCertificate(four)).toThrow(refusal)
  })

  test('refuses a time before 2050 that is not a UTCTime', () => {
    const forged = forgeDer(template(), {
      change: (tbs) => {
        tbs.validity.notBefore.generalTime = new Date(Date.UTC(2025, 0))
        delete tbs.validity.notBefore.utcTime
      },
    })
    expect(() => readCertificate(forged)).toThrow(refusal)
  })

  test('reads a time from 2050 on', () => {
    expect(member(root(), { notAfter: Date.UTC(2060, 0) }).notAfter).toBe(Date.UTC(2060, 0))
  })
})

describe('PEM', () => {
  const certificate = member(root())
  const pem = certificateToPem(certificate)

  test('reads several certificates and ignores what stands between them', () => {
    const text = `苏州\n${pem}\nand\r\n${pem.replaceAll('\n', '\r\n')}`
    expect(certificatesFromPem(text).map(({ thumbprint }) => thumbprint)).toEqual([
      certificate.thumbprint,
      certificate.thumbprint,
    ])
  })

  test.each([
    ['nothing', ''],
    ['a block that does not end', pem.slice(0, -30)],
    ['a block with other characters', pem.replace('MII', 'M*I')],
    ['a block of something else', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
  ])('refuses %s', (_what, text) => {
    expect(() => certificatesFromPem(text)).toThrow(refusal)
  })
})
