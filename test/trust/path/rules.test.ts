import { createPublicKey } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { Name, Version, type Extension } from '@peculiar/asn1-x509'
import type { Certificate } from '../../../src/trust/certificate.ts'
import {
  authorityKeyIdentifier,
  basicConstraints,
  extension,
  extKeyUsage,
  keyPurposes,
  keyUsage,
  nameConstraints,
  subjectAltName,
  subjectKeyIdentifier,
} from '../../../src/trust/issue/extensions.ts'
import type { Template } from '../../../src/trust/issue/sign.ts'
import type { PathRequest, PathResult } from '../../../src/trust/path/types.ts'
import { validatePath } from '../../../src/trust/path/validate.ts'
import { subjectName } from '../../../src/trust/subject.ts'
import { forge, intermediate, keyNamed, member, now, past, root, span, type Forgery } from '../support/pki.ts'

const anchor = root()
const issuer = intermediate(anchor, '长三角签发证书')
const publicKey = createPublicKey(keyNamed('member'))

function check(leaf: Certificate, request: Partial<PathRequest> = {}): PathResult {
  const { certificate } = issuer
  return validatePath({
    leaf,
    intermediates: [certificate],
    anchors: [anchor.certificate],
    time: now,
    purpose: 'sign',
    ...request,
  })
}

function template(extensions: readonly Extension[] = [basicConstraints(false)]): Template {
  const subject = subjectName({ organisation: '样本' })
  return { ...span, subject, publicKey, authority: issuer, signingKey: issuer.key, extensions }
}

function nameless(critical: boolean): Certificate {
  const extensions = [basicConstraints(false), subjectAltName({ dnsNames: ['gjj.cn'] }, critical)]
  return forge({ ...template(extensions), subject: new Name() })
}

function below(extensions: readonly Extension[]): PathResult {
  const odd = intermediate(anchor, '特殊签发', { extensions })
  return check(member(odd), { intermediates: [odd.certificate] })
}

function raw(oid: string, critical: boolean, hex: string): Extension {
  return extension(oid, critical, Uint8Array.from(Buffer.from(hex, 'hex')))
}

describe('a valid path', () => {
  const brief = member(issuer, { notAfter: Date.UTC(2027, 0, 1) })

  test('is given leaf first, with the last moment at which all of it is valid', () => {
    expect(check(brief)).toEqual({
      ok: true,
      path: [brief, issuer.certificate, anchor.certificate],
      validUntil: Date.UTC(2027, 0, 1),
    })
  })

  test('holds through the last second and not after it', () => {
    expect(check(brief, { time: Date.UTC(2027, 0, 1) + 999 }).ok).toBe(true)
    expect(check(brief, { time: Date.UTC(2027, 0, 1) + 1000 }).ok).toBe(false)
    expect(check(brief, { time: span.notBefore }).ok).toBe(true)
    expect(check(brief, { time: span.notBefore - 1 }).ok).toBe(false)
    expect(check(brief, { time: Number.NaN }).ok).toBe(false)
  })
})

describe('a refusal', () => {
  test('names the certificate, the reason and the clause', () => {
    const leaf = member(issuer, past)
    expect(check(leaf)).toEqual({
      ok: false,
      reason: 'expired',
      rule: 'RFC 5280 §6.1.3 (a)(2)',
      detail: 'Valid only until 2021-01-01T00:00:00.000Z.',
      certificate: { subject: leaf.subject.text, thumbprint: leaf.thumbprint },
    })
  })

  test('names the issuer where that is at fault', () => {
    const old = intermediate(anchor, '过期', past)
    const result = check(member(old), { intermediates: [old.certificate] })
    expect(result).toMatchObject({
      reason: 'expired',
      certificate: { thumbprint: old.certificate.thumbprint },
    })
  })

  test('prefers what is wrong with the right issuer to strangers of its name', () => {
    const old = intermediate(anchor, '同名', past)
    const strangers = [1, 2, 3].map(
      (at) => intermediate(anchor, '同名', { key: keyNamed(`生人${at}`) }).certificate,
    )
    expect(check(member(old), { intermediates: [...strangers, old.certificate] })).toMatchObject({
      reason: 'expired',
    })
  })

  test('says that there is no path without anchors', () => {
    expect(check(member(issuer), { anchors: [] })).toMatchObject({ reason: 'no-path' })
    expect(check(member(issuer), { intermediates: [] })).toMatchObject({ reason: 'no-path' })
  })

  test('does not take a leaf for its own anchor', () => {
    const leaf = member(issuer)
    expect(check(leaf, { anchors: [leaf], intermediates: [] })).toMatchObject({
      ok: false,
      reason: 'no-path',
    })
  })
})

describe('each certificate', () => {
  const forgeries: [string, string, Forgery][] = [
    [
      'with a negative serial number',
      'malformed',
      { change: (tbs) => void (tbs.serialNumber = Uint8Array.of(0x80).buffer) },
    ],
    [
      'with the serial number zero',
      'malformed',
      { change: (tbs) => void (tbs.serialNumber = Uint8Array.of(0).buffer) },
    ],
    [
      'with a serial number of 21 octets',
      'malformed',
      { change: (tbs) => void (tbs.serialNumber = new Uint8Array(21).fill(1).buffer) },
    ],
    ['without an issuer', 'malformed', { change: (tbs) => void (tbs.issuer = new Name()) }],
    ['without any name', 'malformed', { change: (tbs) => void (tbs.subject = new Name()) }],
    ['without authorityKeyIdentifier', 'malformed', { change: (tbs) => void tbs.extensions?.shift() }],
    [
      'with another authorityKeyIdentifier',
      'signature',
      { change: (tbs) => void tbs.extensions?.splice(0, 1, authorityKeyIdentifier(new Uint8Array(20))) },
    ],
    ['changed after it was signed', 'signature', { digest: 'sha512' }],
  ]
  test.each(forgeries)('%s is refused', (_what, reason, forgery) => {
    expect(check(forge(template(), forgery))).toMatchObject({ ok: false, reason })
  })

  const faulty: [string, string, Extension[]][] = [
    ['with a path length but no CA', 'malformed', [raw('2.5.29.19', true, '3003020100')]],
    ['with an empty keyUsage', 'malformed', [raw('2.5.29.15', true, '030100')]],
    ['with keyCertSign but no CA', 'malformed', [keyUsage('digitalSignature', 'keyCertSign')]],
    ['with name constraints but no CA', 'malformed', [nameConstraints({ dnsNames: ['gjj.cn'] })]],
    ['with policy mappings but no CA', 'malformed', [raw('2.5.29.33', true, '300a300806022a0306022a04')]],
    ['with a critical subjectKeyIdentifier', 'malformed', [raw('2.5.29.14', true, '04020102')]],
    [
      'with critical information access',
      'malformed',
      [raw('1.3.6.1.5.5.7.1.1', true, '300a300806022a038602613a')],
    ],
    ['with policy constraints that are not critical', 'malformed', [raw('2.5.29.36', false, '3003800101')]],
    ['with a count of anyPolicy that is not critical', 'malformed', [raw('2.5.29.54', false, '020100')]],
    [
      'with a critical subjectAltName beside a subject',
      'malformed',
      [subjectAltName({ dnsNames: ['gjj.cn'] }, true)],
    ],
    ['with a host that is none', 'malformed', [subjectAltName({ dnsNames: ['a_b.gjj.cn'] })]],
    ['with a wildcard in the middle', 'malformed', [subjectAltName({ dnsNames: ['a.*.gjj.cn'] })]],
    ['with a wildcard over a top-level domain', 'malformed', [subjectAltName({ dnsNames: ['*.cn'] })]],
    ['with a mailbox that is none', 'malformed', [subjectAltName({ emails: ['gjj.cn'] })]],
    ['with a relative URI', 'malformed', [subjectAltName({ uris: ['../x'] })]],
  ]
  test.each(faulty)('%s is refused', (_what, reason, extensions) => {
    const replaced = new Set(extensions.map(({ extnID }) => extnID))
    const base = [basicConstraints(false)].filter(({ extnID }) => !replaced.has(extnID))
    expect(check(forge(template([...base, ...extensions])))).toMatchObject({ ok: false, reason })
  })

  test('without a subject needs a critical subjectAltName', () => {
    expect(check(nameless(true)).ok).toBe(true)
    expect(check(nameless(false))).toMatchObject({ reason: 'malformed' })
  })
})

test('a certificate of version 1 is refused for its version', () => {
  const old = forge(template(), {
    change: (tbs) => Object.assign(tbs, { version: Version.v1, extensions: undefined }),
  })
  expect(check(old)).toMatchObject({ rule: 'RFC 5280 §4.1.2.1' })
})

test('a CA without a name is refused whatever else names it', () => {
  const extensions = [
    basicConstraints(true),
    subjectKeyIdentifier(publicKey),
    subjectAltName({ dnsNames: ['gjj.cn'] }, true),
  ]
  const nobody = forge({ ...template(extensions), subject: new Name() })
  expect(check(nobody, { purpose: 'any' })).toMatchObject({ reason: 'malformed', rule: 'RFC 5280 §4.1.2.6' })
})

describe('each issuer', () => {
  test('needs a subjectKeyIdentifier', () => {
    const anonymous = intermediate(anchor, '无标识', { omit: ['2.5.29.14'] })
    const leaf = member(anonymous, { extensions: [authorityKeyIdentifier(new Uint8Array(20))] })
    const result = check(leaf, { intermediates: [anonymous.certificate] })
    expect(result).toMatchObject({ reason: 'malformed', rule: 'RFC 5280 §4.2.1.2' })
  })

  test('needs critical name constraints', () => {
    const { extnValue } = nameConstraints({ dnsNames: ['gjj.cn'] })
    const loose = extension('2.5.29.30', false, new Uint8Array(extnValue.buffer))
    expect(below([loose])).toMatchObject({ reason: 'malformed', rule: 'RFC 5280 §4.2.1.10' })
  })

  test('has no path length unless it signs certificates', () => {
    expect(below([basicConstraints(true, 0), keyUsage('digitalSignature')])).toMatchObject({
      reason: 'malformed',
    })
  })

  test('below a basicConstraints that is not critical is accepted, an anchor with one is not', () => {
    const loose = raw('2.5.29.19', false, '30030101ff')
    const looseRoot = root('随意根证书', { extensions: [loose] })
    expect(below([loose]).ok).toBe(true)
    expect(check(member(looseRoot), { anchors: [looseRoot.certificate] })).toMatchObject({
      reason: 'malformed',
    })
  })

  test('limits the mailboxes in the subject too', () => {
    const limited = intermediate(anchor, '限邮箱', { extensions: [nameConstraints({ emails: ['gjj.cn'] })] })
    const subject = subjectName({ organisation: 'x' })
    const [attribute] = subject[1] ?? []
    if (!attribute) throw new Error('The subject has no attribute.')
    attribute.type = '1.2.840.113549.1.9.1'
    attribute.value.utf8String = 'li@evil.cn'
    const leaf = forge({ ...template(), subject, authority: limited, signingKey: limited.key })
    expect(check(leaf, { intermediates: [limited.certificate] })).toMatchObject({
      reason: 'name-constraints',
    })
  })
})

describe('the expected name', () => {
  const leaf = member(issuer, { use: 'tls', dnsNames: ['gateway.gjj.cn'] })

  test('is asked of the leaf', () => {
    const purpose = 'tls-server'
    expect(check(leaf, { purpose, peer: { kind: 'dns', value: 'gateway.gjj.cn' } }).ok).toBe(true)
    expect(check(leaf, { purpose, peer: { kind: 'dns', value: 'other.gjj.cn' } })).toMatchObject({
      reason: 'peer-name',
    })
  })

  test('cannot be asked of a server that has only a mailbox', () => {
    const extensions = [subjectAltName({ emails: ['li@gjj.cn'] }), extKeyUsage(keyPurposes.serverAuth)]
    expect(check(member(issuer, { extensions }), { purpose: 'tls-server' })).toMatchObject({
      reason: 'peer-name',
    })
  })
})

describe('the limits of a search', () => {
  const chain = [anchor]
  for (let at = 0; at < 11; at += 1) chain.push(intermediate(chain.at(-1) ?? anchor, `第${at}级`))
  const intermediates = chain.slice(1).map(({ certificate }) => certificate)

  test('allow ten intermediates unless told otherwise', () => {
    const leaf = member(chain[10] ?? issuer)
    expect(check(leaf, { intermediates }).ok).toBe(true)
    expect(check(member(chain[11] ?? issuer), { intermediates })).toMatchObject({ reason: 'no-path' })
    expect(check(leaf, { intermediates, maxIntermediates: 9 })).toMatchObject({ reason: 'no-path' })
  })

  test.each(['signatures', 'nodes'] as const)('end it when the budget of %s is used up', (resource) => {
    const leaf = member(chain[5] ?? issuer)
    expect(check(leaf, { intermediates, budget: { [resource]: 3 } })).toMatchObject({ reason: 'budget' })
  })

  test('end it when the budget of comparisons is used up', () => {
    const names = Array.from({ length: 60 }, (_value, at) => `h${at}.gjj.cn`)
    const wide = intermediate(anchor, '宽', { extensions: [nameConstraints({ dnsNames: names })] })
    const leaf = member(wide, { extensions: [subjectAltName({ dnsNames: names })] })
    const request = { intermediates: [wide.certificate] }
    expect(check(leaf, request).ok).toBe(true)
    expect(check(leaf, { ...request, budget: { comparisons: 3_000 } })).toMatchObject({ reason: 'budget' })
  })

  test('leave out certificates that lead nowhere before any signature is checked', () => {
    const elsewhere = root('别处')
    const crowd = Array.from(
      { length: 300 },
      (_value, at) => intermediate(elsewhere, '长三角签发证书', { key: keyNamed(`别${at % 5}`) }).certificate,
    )
    const request = { intermediates: [...crowd, issuer.certificate], budget: { signatures: 2, nodes: 4 } }
    expect(check(member(issuer), request).ok).toBe(true)
  })
})

test('subjectKeyIdentifier is derived from the key', () => {
  expect(subjectKeyIdentifier(publicKey).extnValue.byteLength).toBe(22)
})
