import { describe, expect, test } from '@jest/globals'
import { IssuingDistributionPoint } from '@peculiar/asn1-x509'
import { toGatewayError } from '../../../src/errors.ts'
import { tag } from '../../../src/trust/der/read.ts'
import { writeDer } from '../../../src/trust/der/write.ts'
import { assemble } from '../../../src/trust/issue/sign.ts'
import { signatureFor } from '../../../src/trust/issue/signature-for.ts'
import { extension } from '../../../src/trust/issue/extensions.ts'
import { readCrl } from '../../../src/trust/revocation/crl.ts'
import { hour, issuer, leaf, list, listDer, revoking } from '../support/revocation.ts'
import { now } from '../support/pki.ts'

const nothing = Uint8Array.of(5, 0)
const scopeOid = '2.5.29.28'

function fault(der: Uint8Array): string {
  try {
    readCrl(der)
  } catch (thrown) {
    const { code, detail = '' } = toGatewayError(thrown)
    expect(code).toBe('REVOCATION_UNKNOWN')
    return detail
  }
  return 'readable'
}

function scoped(value: ConstructorParameters<typeof IssuingDistributionPoint>[0]) {
  return { extensions: [extension(scopeOid, true, new IssuingDistributionPoint(value))] }
}

/** A list made by hand, since no honest issuer makes it. */
function handmade(...members: readonly Uint8Array[]): Uint8Array {
  const { algorithm } = signatureFor(issuer.key)
  return assemble(writeDer(tag.sequence, ...members), algorithm, new Uint8Array(64))
}

describe('a revocation list', () => {
  test('is read with its times, number, entries and reasons', () => {
    const crl = list(issuer, revoking(leaf))
    expect(crl).toMatchObject({ thisUpdate: now - hour / 2, nextUpdate: now + 24 * hour, number: 7n })
    expect(crl.entries.get(leaf.serial)).toEqual({ revokedAt: now - hour, reason: 'keyCompromise' })
  })

  test('is read from 2050 on', () => {
    const nextUpdate = Date.UTC(2051, 0)
    expect(list(issuer, { nextUpdate }).nextUpdate).toBe(nextUpdate)
  })

  test.each([
    ['an unknown critical extension of the list', { extensions: [extension('1.2.3.4', true, nothing)] }],
    [
      'an unknown critical extension of an entry',
      { revoked: [{ serial: '01', revokedAt: now, extensions: [extension('1.2.3.4', true, nothing)] }] },
    ],
  ])('with %s is refused (RFC 5280 §5.2, §5.3)', (_what, spec) => {
    expect(fault(listDer(issuer, spec))).toContain('1.2.3.4 is not understood')
  })

  test('with an unknown extension that is not critical is read', () => {
    expect(fault(listDer(issuer, { extensions: [extension('1.2.3.4', false, nothing)] }))).toBe('readable')
  })

  test('that speaks for other issuers is refused, by its scope or by an entry', () => {
    expect(fault(listDer(issuer, scoped({ indirectCRL: true })))).toContain('Indirect')
    const names = writeDer(tag.sequence, writeDer(0xa4, issuer.certificate.subject.der))
    const entry = { serial: '01', revokedAt: now, extensions: [extension('2.5.29.29', true, names)] }
    expect(fault(listDer(issuer, { revoked: [entry] }))).toContain('Indirect')
  })

  test.each([
    ['for users and for authorities only', { onlyContainsUserCerts: true, onlyContainsCACerts: true }],
    ['with an empty scope', {}],
  ])('%s is refused (RFC 5280 §5.2.5)', (_what, value) => {
    expect(fault(listDer(issuer, scoped(value)))).not.toBe('readable')
  })

  test('whose scope is not critical, or whose number is, is refused', () => {
    const loose = {
      extensions: [extension(scopeOid, false, new IssuingDistributionPoint({ onlyContainsUserCerts: true }))],
    }
    expect(fault(listDer(issuer, loose))).toContain('not critical')
    const delta = { extensions: [extension('2.5.29.27', false, Uint8Array.of(2, 1, 1))] }
    expect(fault(listDer(issuer, delta))).toContain('not critical')
  })

  test('that lists a serial number twice is refused', () => {
    expect(fault(listDer(issuer, revoking(leaf, leaf)))).toContain('twice')
  })

  test('that takes an entry back without being a delta is refused', () => {
    const revoked = [{ serial: leaf.serial, revokedAt: now, reason: 8 }]
    expect(fault(listDer(issuer, { revoked }))).toContain('delta')
  })

  test('of version 1, without nextUpdate, or without a number is refused', () => {
    const { algorithm } = signatureFor(issuer.key)
    const name = issuer.certificate.subject.der
    const algorithmDer = writeDer(tag.sequence, Buffer.from('06082a8648ce3d040302', 'hex'))
    const time = writeDer(tag.utcTime, Buffer.from('260601000000Z'))
    const version = writeDer(tag.integer, Uint8Array.of(1))
    expect(algorithm.algorithm).toBe('1.2.840.10045.4.3.2')
    expect(fault(handmade(algorithmDer, name, time, time))).toContain('version')
    const third = writeDer(tag.integer, Uint8Array.of(2))
    expect(fault(handmade(third, algorithmDer, name, time, time))).toContain('not of version 2')
    expect(fault(handmade(version, algorithmDer, name, time))).toContain('validity')
    expect(fault(handmade(version, algorithmDer, name, time, time))).toContain('extensions')
    const other = writeDer(
      0xa0,
      writeDer(
        tag.sequence,
        writeDer(
          tag.sequence,
          Buffer.from('0603550412', 'hex').fill(0x12, 4),
          writeDer(tag.octetString, nothing),
        ),
      ),
    )
    expect(fault(handmade(version, algorithmDer, name, time, time, other))).toContain('cRLNumber')
  })

  test.each([
    ['T65 with a byte behind it', (der: Uint8Array) => Buffer.concat([der, Uint8Array.of(0)])],
    [
      'T65 of indefinite length',
      (der: Uint8Array) => Buffer.concat([Uint8Array.of(0x30, 0x80), der.subarray(4), Uint8Array.of(0, 0)]),
    ],
    ['cut short', (der: Uint8Array) => der.subarray(0, der.length - 1)],
    ['that is a certificate', () => issuer.certificate.der],
    ['that is empty', () => new Uint8Array()],
  ])('%s is refused', (_what, change) => {
    expect(fault(change(listDer(issuer)))).not.toBe('readable')
  })
})
