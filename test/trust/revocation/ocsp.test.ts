import { describe, expect, test } from '@jest/globals'
import { toGatewayError } from '../../../src/errors.ts'
import { readDer } from '../../../src/trust/der/read.ts'
import { ocspRequest } from '../../../src/trust/revocation/ocsp-request.ts'
import type { Crl } from '../../../src/trust/revocation/crl.ts'
import { readOcspResponse } from '../../../src/trust/revocation/ocsp-response.ts'
import {
  anchor,
  check,
  delegate,
  hour,
  issuer,
  leaf,
  list,
  ocspData,
  ocspDer,
  revoking,
} from '../support/revocation.ts'
import type { OcspSpec } from '../support/revocation.ts'
import { intermediate, keyNamed, member, now, past } from '../support/pki.ts'

const judged = (spec: OcspSpec, ...lists: Crl[]) => check(ocspData(spec, ...lists))
const unknown = (rule: string) => ({ ok: false, reason: 'revocation-unknown', rule })

describe('an OCSP response', () => {
  test('that a certificate is good makes its path valid, as of the moment it speaks of', () => {
    expect(judged({})).toMatchObject({ ok: true, revocation: { asOf: now - hour / 2, until: now + hour } })
    expect(judged({ byName: true })).toMatchObject({ ok: true })
    expect(judged({ hash: 'sha1' })).toMatchObject({ ok: true })
  })

  test('T59 that it is revoked refuses it, a good list notwithstanding', () => {
    const result = judged({ status: 'revoked' }, list(issuer))
    expect(result).toMatchObject({ ok: false, reason: 'revoked', rule: 'RFC 6960 §2.2' })
    expect(result).toMatchObject({ detail: expect.stringContaining('keyCompromise') })
  })

  test('T59 that it is good does not outweigh a list that revokes it', () => {
    expect(judged({}, list(issuer, revoking(leaf)))).toMatchObject({ ok: false, reason: 'revoked' })
  })

  test('that it is not known refuses it, unless a list knows it', () => {
    expect(judged({ status: 'unknown' })).toMatchObject(unknown('RFC 6960 §2.2'))
    expect(judged({ status: 'unknown' }, list(issuer))).toMatchObject({ ok: true })
  })

  test('T61 past its nextUpdate is not believed', () => {
    const stale = { thisUpdate: now - 2 * hour, nextUpdate: now - 1000 }
    expect(judged(stale)).toMatchObject(unknown('RFC 6960 §4.2.2.1'))
    expect(judged({ ...stale, status: 'revoked' })).toMatchObject({ reason: 'revoked' })
  })

  test('without nextUpdate is believed five minutes', () => {
    expect(judged({ thisUpdate: now - 300_000, nextUpdate: undefined })).toMatchObject({ ok: true })
    expect(judged({ thisUpdate: now - 301_000, nextUpdate: undefined })).toMatchObject({ ok: false })
  })

  test('of the future, or produced there, is not believed', () => {
    expect(judged({ thisUpdate: now + 61_000 })).toMatchObject(unknown('RFC 6960 §4.2.2.1'))
    expect(judged({ producedAt: now + 61_000 })).toMatchObject(unknown('RFC 6960 §4.2.2.1'))
  })

  test('about another certificate says nothing', () => {
    expect(judged({ certificate: member(issuer) })).toMatchObject(unknown('RFC 5280 §6.1.3 (a)(3)'))
  })

  test('about a certificate of the same number from another issuer says nothing', () => {
    const other = intermediate(anchor, '同号签发', { key: keyNamed('同号') })
    const twin = member(other, { serial: leaf.serial })
    expect(judged({ certificate: twin, issuer: other, responder: issuer })).toMatchObject(
      unknown('RFC 5280 §6.1.3 (a)(3)'),
    )
  })

  test('T62 signed by somebody else in the issuer’s name is not believed', () => {
    const signer = { certificate: issuer.certificate, key: keyNamed('冒名应答') }
    expect(judged({ signer })).toMatchObject(unknown('RFC 6960 §3.2 (2)'))
  })
})

describe('a delegated responder', () => {
  test('with a certificate of the same issuer for OCSP signing is believed', () => {
    expect(judged({ responder: delegate() })).toMatchObject({ ok: true })
    expect(judged({ responder: delegate(), byName: true })).toMatchObject({ ok: true })
  })

  test('whose certificate is for something else is not', () => {
    const usage = '1.3.6.1.5.5.7.3.1'
    expect(judged({ responder: delegate(issuer, { usage }) })).toMatchObject(unknown('RFC 6960 §4.2.2.2'))
  })

  test('that is any member of the issuer is not', () => {
    const responder = { certificate: leaf, key: keyNamed('member') }
    expect(judged({ responder })).toMatchObject(unknown('RFC 6960 §4.2.2.2'))
  })

  test('of the issuer’s issuer is not', () => {
    expect(judged({ responder: delegate(anchor) })).toMatchObject(unknown('RFC 6960 §4.2.2.2'))
  })

  test('whose certificate has expired is not', () => {
    const responder = delegate(issuer, { validity: past })
    expect(judged({ responder })).toMatchObject(unknown('RFC 6960 §4.2.2.2'))
  })

  test('that may be asked about is believed only while a list knows it as good', () => {
    const responder = delegate(issuer, { checked: true })
    expect(judged({ responder })).toMatchObject(unknown('RFC 6960 §4.2.2.2.1'))
    const older = { thisUpdate: now - 3 * hour }
    const byResponse = { ok: true, revocation: { asOf: now - hour / 2 } }
    expect(judged({ responder }, list(issuer, older))).toMatchObject(byResponse)
    const byList = { ok: true, revocation: { asOf: now - 3 * hour } }
    expect(
      judged({ responder }, list(issuer, { ...older, ...revoking(responder.certificate) })),
    ).toMatchObject(byList)
  })

  test('that is named and not sent is not believed', () => {
    const { certificate, key } = delegate()
    const data = ocspData({ responder: { certificate, key }, signer: { certificate, key } })
    const [held] = data.responses
    const responses = held ? [{ response: { ...held.response, certificates: [] } }] : []
    expect(check({ ...data, responses })).toMatchObject(unknown('RFC 6960 §4.2.2.2'))
  })
})

describe('reading an OCSP response', () => {
  const fault = (der: Uint8Array): string => {
    try {
      readOcspResponse(der)
    } catch (thrown) {
      const { code, detail = '' } = toGatewayError(thrown)
      expect(code).toBe('REVOCATION_UNKNOWN')
      return detail
    }
    return 'readable'
  }

  test.each([
    ['tryLater', '30030a0103'],
    ['unauthorized', '30030a0106'],
  ])('says what the responder says: %s', (word, hex) => {
    expect(fault(Buffer.from(hex, 'hex'))).toContain(word)
  })

  test('refuses everything else', () => {
    const der = ocspDer()
    expect(fault(der)).toBe('readable')
    expect(fault(der.subarray(0, -1))).not.toBe('readable')
    expect(fault(Buffer.concat([der, Uint8Array.of(0)]))).not.toBe('readable')
    expect(fault(leaf.der)).not.toBe('readable')
  })

  test('gives the nonce', () => {
    const nonce = Buffer.alloc(32, 7)
    expect(Buffer.from(readOcspResponse(ocspDer({ nonce })).nonce ?? [])).toEqual(nonce)
  })
})

test('an OCSP request names the certificate and carries a fresh nonce of 32 octets', () => {
  const [first, second] = [
    ocspRequest(leaf, issuer.certificate, 'sha256'),
    ocspRequest(leaf, issuer.certificate, 'sha256'),
  ]
  expect(first.nonce).toHaveLength(32)
  expect(Buffer.from(first.nonce)).not.toEqual(Buffer.from(second.nonce))
  expect(readDer(first.der).bytes).toHaveLength(first.der.length)
  expect(Buffer.from(first.der).includes(Buffer.from(leaf.serial, 'hex'))).toBe(true)
  expect(Buffer.from(first.der).includes(first.nonce)).toBe(true)
})
