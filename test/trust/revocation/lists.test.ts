import { describe, expect, test } from '@jest/globals'
import { createPublicKey } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import {
  DistributionPoint,
  DistributionPointName,
  GeneralName,
  IssuingDistributionPoint,
  Reason as Reasons,
  ReasonFlags as ReasonFlag,
} from '@peculiar/asn1-x509'
import { extension, keyUsage, subjectKeyIdentifier } from '../../../src/trust/issue/extensions.ts'
import { tag } from '../../../src/trust/der/read.ts'
import { writeDer } from '../../../src/trust/der/write.ts'
import type { Certificate } from '../../../src/trust/certificate.ts'
import type { CrlSpec } from '../../../src/trust/issue/crl.ts'
import { validatePath } from '../../../src/trust/path/validate.ts'
import { anchor, check, dataOf, hour, issuer, leaf, list, nobody, revoking } from '../support/revocation.ts'
import { intermediate, keyNamed, member, now, root } from '../support/pki.ts'

const quiet = list(anchor)

function refused(reason: 'revoked' | 'revocation-unknown', rule?: string): object {
  return { ok: false, reason, ...(rule !== undefined && { rule }) }
}

describe('a path with revocation lists', () => {
  test('of which nobody is revoked is valid, as of the older of the lists', () => {
    const older = list(anchor, { thisUpdate: now - 3 * hour, nextUpdate: now + hour })
    expect(check(dataOf(older, list(issuer)))).toMatchObject({
      ok: true,
      revocation: { asOf: now - 3 * hour, until: now + hour },
    })
  })

  test('is not asked about revocation where no data is given', () => {
    const result = validatePath({
      leaf,
      intermediates: [issuer.certificate],
      anchors: [anchor.certificate],
      time: now,
      purpose: 'sign',
    })
    expect(result).toMatchObject({ ok: true })
    expect(result).not.toHaveProperty('revocation')
  })

  test('T59 whose leaf is revoked is refused, and says since when and why', () => {
    const result = check(dataOf(quiet, list(issuer, revoking(leaf))))
    expect(result).toMatchObject({
      ...refused('revoked', 'RFC 5280 §6.3.3 (j)'),
      detail: 'Revoked at 2026-05-31T23:00:00Z (keyCompromise), by the list of 2026-05-31T23:30:00Z.',
      certificate: { thumbprint: leaf.thumbprint },
    })
  })

  test('T59 whose leaf is on hold is refused', () => {
    const revoked = [{ serial: leaf.serial, revokedAt: now - hour, reason: 6 }]
    expect(check(dataOf(quiet, list(issuer, { revoked })))).toMatchObject(refused('revoked'))
  })

  test('T60 whose intermediate is revoked is refused, and names it', () => {
    const result = check(dataOf(list(anchor, revoking(issuer.certificate)), list(issuer)))
    expect(result).toMatchObject({
      ...refused('revoked'),
      certificate: { thumbprint: issuer.certificate.thumbprint },
    })
  })

  test('T60 whose intermediate is revoked is refused, whatever the leaf’s issuer says', () => {
    expect(
      check({ ...dataOf(list(anchor, revoking(issuer.certificate))), requires: () => false }),
    ).toMatchObject(refused('revoked'))
  })

  test('T61 with a list past its nextUpdate is refused', () => {
    const stale = list(issuer, { thisUpdate: now - 3 * hour, nextUpdate: now - 1000 })
    expect(check(dataOf(quiet, stale))).toMatchObject(refused('revocation-unknown', 'RFC 5280 §6.3.3 (a)'))
  })

  test('T61 is valid within the grace of a source, and refused a moment after', () => {
    const crl = list(issuer, { thisUpdate: now - 3 * hour, nextUpdate: now - 2 * hour })
    const graceOf = (until: number) => ({ lists: [{ crl: quiet }, { crl, until }], responses: [] })
    expect(check(graceOf(now))).toMatchObject({ ok: true, revocation: { until: now } })
    expect(check(graceOf(now - 1))).toMatchObject(refused('revocation-unknown'))
  })

  test('T61 with a list whose source lets it grow less old than its nextUpdate is refused', () => {
    const held = { crl: list(issuer), until: now - 1 }
    expect(check({ lists: [{ crl: quiet }, held], responses: [] })).toMatchObject(
      refused('revocation-unknown'),
    )
  })

  test('T61 a stale list still revokes', () => {
    const stale = list(issuer, { thisUpdate: now - 3 * hour, nextUpdate: now - hour, ...revoking(leaf) })
    expect(check(dataOf(quiet, stale))).toMatchObject(refused('revoked'))
  })

  test('with a list of the future is refused, but for a minute of clock skew', () => {
    const ahead = (ms: number) => check(dataOf(quiet, list(issuer, { thisUpdate: now + ms })))
    expect(ahead(60_000)).toMatchObject({ ok: true })
    expect(ahead(61_000)).toMatchObject(refused('revocation-unknown'))
  })

  test('T62 with a list signed by somebody else in the issuer’s name is refused', () => {
    const impostor = { certificate: issuer.certificate, key: keyNamed('冒名签发') }
    expect(check(dataOf(quiet, list(impostor)))).toMatchObject(
      refused('revocation-unknown', 'RFC 5280 §6.3.3 (g)'),
    )
  })

  test('T62 with a list of another issuer only is refused', () => {
    expect(check(dataOf(quiet, list(root('别家'))))).toMatchObject(
      refused('revocation-unknown', 'RFC 5280 §6.1.3 (a)(3)'),
    )
  })

  test('T62 a false list beside the right one neither revokes nor excuses', () => {
    const impostor = { certificate: issuer.certificate, key: keyNamed('冒名签发') }
    expect(check(dataOf(quiet, list(impostor, revoking(leaf)), list(issuer)))).toMatchObject({ ok: true })
    expect(check(dataOf(quiet, list(impostor), list(issuer, revoking(leaf))))).toMatchObject(
      refused('revoked'),
    )
  })

  test('T62 with a list of a CA of the same name under another anchor is refused', () => {
    const otherRoot = root('外部根')
    const elsewhere = intermediate(otherRoot, '吊销签发证书', { key: keyNamed('外部') })
    const result = check(dataOf(quiet, list(elsewhere), list(otherRoot)), {
      anchors: [anchor.certificate, otherRoot.certificate],
      intermediates: [issuer.certificate, elsewhere.certificate],
    })
    expect(result).toMatchObject(refused('revocation-unknown'))
  })

  test('T62 with a list by a key that may not sign lists is refused', () => {
    const certificatesOnly = intermediate(anchor, '不签列表', { extensions: [keyUsage('keyCertSign')] })
    const result = check(dataOf(quiet, list(certificatesOnly)), {
      leaf: member(certificatesOnly),
      intermediates: [certificatesOnly.certificate],
    })
    expect(result).toMatchObject(refused('revocation-unknown', 'RFC 5280 §6.3.3 (f)'))
  })

  test('is not refused where its issuer need not be known of', () => {
    const relaxed = {
      ...dataOf(quiet),
      requires: ({ thumbprint }: Certificate) => thumbprint === anchor.certificate.thumbprint,
    }
    expect(check(relaxed)).toMatchObject({ ok: true })
    expect(check(dataOf(quiet))).toMatchObject(refused('revocation-unknown'))
  })

  test('ends when the budget is used up by lists', () => {
    const crowd = Array.from({ length: 120 }, (_, at) =>
      list(issuer, { number: at, thisUpdate: now - 3 * hour, nextUpdate: now - hour }),
    )
    expect(check(dataOf(quiet, ...crowd))).toMatchObject({ ok: false, reason: 'budget' })
  })
})

describe('after a change of keys', () => {
  const before = intermediate(anchor, '换钥机构', { key: keyNamed('换钥旧') })
  const after = intermediate(anchor, '换钥机构', { key: keyNamed('换钥新') })
  const old = member(before)

  test('T66 a list of the new key speaks about certificates of the old one', () => {
    const intermediates = [before.certificate, after.certificate]
    expect(check(dataOf(quiet, list(after)), { leaf: old, intermediates })).toMatchObject({ ok: true })
    const lists = dataOf(quiet, list(after, revoking(old)))
    expect(check(lists, { leaf: old, intermediates })).toMatchObject(refused('revoked'))
  })

  test('T66 the new certificate may come with the data instead of the message', () => {
    const data = { ...dataOf(quiet, list(after)), signers: [after.certificate] }
    expect(check(data, { leaf: old, intermediates: [before.certificate] })).toMatchObject({ ok: true })
  })

  test('T66 a list of the new key is not believed when that key is revoked', () => {
    const data = dataOf(list(anchor, revoking(after.certificate)), list(after))
    const intermediates = [before.certificate, after.certificate]
    expect(check(data, { leaf: old, intermediates })).toMatchObject(refused('revocation-unknown'))
  })

  test('T66 the old key certifies the new one, whose own list does not ask in a circle', () => {
    const bridge = intermediate(before, '换钥机构', { key: keyNamed('换钥新') })
    const data = dataOf(quiet, list(bridge))
    expect(check(data, { leaf: old, intermediates: [before.certificate, bridge.certificate] })).toMatchObject(
      { ok: true },
    )
  })

  test('a key for lists only, of the same name, signs them', () => {
    const key = keyNamed('仅签列表')
    const listsOnly = {
      key,
      certificate: intermediate(anchor, '换钥机构', {
        key,
        extensions: [keyUsage('cRLSign'), subjectKeyIdentifier(createPublicKey(key))],
      }).certificate,
    }
    const intermediates = [before.certificate, listsOnly.certificate]
    expect(check(dataOf(quiet, list(listsOnly)), { leaf: old, intermediates })).toMatchObject({ ok: true })
  })
})

function scoped(value: ConstructorParameters<typeof IssuingDistributionPoint>[0]): Partial<CrlSpec> {
  return { extensions: [extension('2.5.29.28', true, new IssuingDistributionPoint(value))] }
}

function at(url: string): DistributionPointName {
  return new DistributionPointName({ fullName: [new GeneralName({ uniformResourceIdentifier: url })] })
}

describe('the scope of a list', () => {
  const point = new DistributionPoint({ distributionPoint: at('http://crl.example/1.crl') })
  const pointed = member(issuer, {
    extensions: [
      extension('2.5.29.31', false, writeDer(tag.sequence, new Uint8Array(AsnConvert.serialize(point)))),
    ],
  })
  const about = (certificate: Certificate, ...specs: Partial<CrlSpec>[]) =>
    check(dataOf(quiet, ...specs.map((spec) => list(issuer, spec))), { leaf: certificate })
  const unknown = refused('revocation-unknown', 'RFC 5280 §6.3.3 (b)(2)')

  test('that names the certificate’s distribution point fits', () => {
    expect(about(pointed, scoped({ distributionPoint: at('http://crl.example/1.crl') }))).toMatchObject({
      ok: true,
    })
  })

  test('that names another distribution point does not', () => {
    expect(about(pointed, scoped({ distributionPoint: at('http://crl.example/2.crl') }))).toMatchObject(
      unknown,
    )
  })

  test('that names a distribution point does not fit a certificate without one', () => {
    expect(about(leaf, scoped({ distributionPoint: at('http://crl.example/1.crl') }))).toMatchObject(unknown)
  })

  test('of users fits users, and of authorities does not', () => {
    expect(about(leaf, scoped({ onlyContainsUserCerts: true }))).toMatchObject({ ok: true })
    expect(about(leaf, scoped({ onlyContainsCACerts: true }))).toMatchObject(unknown)
    expect(about(leaf, scoped({ onlyContainsAttributeCerts: true }))).toMatchObject(unknown)
  })

  test('of users does not fit an authority', () => {
    expect(check(dataOf(list(anchor, scoped({ onlyContainsUserCerts: true })), list(issuer)))).toMatchObject(
      unknown,
    )
    expect(check(dataOf(list(anchor, scoped({ onlyContainsCACerts: true })), list(issuer)))).toMatchObject({
      ok: true,
    })
  })

  test('of some reasons is not enough by itself, and with the others it is', () => {
    const some = scoped({
      onlySomeReasons: new Reasons(ReasonFlag.keyCompromise | ReasonFlag.cACompromise),
    })
    const others = scoped({
      onlySomeReasons: new Reasons(
        ReasonFlag.affiliationChanged |
          ReasonFlag.superseded |
          ReasonFlag.cessationOfOperation |
          ReasonFlag.certificateHold |
          ReasonFlag.privilegeWithdrawn |
          ReasonFlag.aACompromise,
      ),
    })
    expect(about(leaf, some)).toMatchObject(refused('revocation-unknown', 'RFC 5280 §6.3.3 (l)'))
    expect(about(leaf, some, others)).toMatchObject({ ok: true })
    expect(about(leaf, { ...some, ...revoking(leaf) })).toMatchObject(refused('revoked'))
  })
})

describe('a delta', () => {
  const delta = (base: number, spec: Partial<CrlSpec> = {}) =>
    list(issuer, {
      number: 9,
      ...spec,
      extensions: [extension('2.5.29.27', true, Uint8Array.of(2, 1, base)), ...(spec.extensions ?? [])],
    })
  const removed = { revoked: [{ serial: leaf.serial, revokedAt: now - hour, reason: 8 }] }
  const onHold = { revoked: [{ serial: leaf.serial, revokedAt: now - hour, reason: 6 }] }

  test('alone says nothing', () => {
    expect(check(dataOf(quiet, delta(7)))).toMatchObject(refused('revocation-unknown'))
  })

  test('revokes what its complete list does not', () => {
    expect(check(dataOf(quiet, list(issuer), delta(7, revoking(leaf))))).toMatchObject(refused('revoked'))
  })

  test('takes back what its complete list revokes', () => {
    expect(check(dataOf(quiet, list(issuer, onHold), delta(7, removed)))).toMatchObject({ ok: true })
  })

  test('takes nothing back when its time is over', () => {
    const late = { ...removed, thisUpdate: now - 3 * hour, nextUpdate: now - hour }
    expect(check(dataOf(quiet, list(issuer, onHold), delta(7, late)))).toMatchObject(refused('revoked'))
  })

  test('does not count with a complete list older than its base, or newer than itself', () => {
    expect(check(dataOf(quiet, list(issuer, onHold), delta(8, removed)))).toMatchObject(refused('revoked'))
    const newer = list(issuer, { ...onHold, number: 9 })
    expect(check(dataOf(quiet, newer, delta(7, removed)))).toMatchObject(refused('revoked'))
  })

  test('of another scope does not count', () => {
    const other = delta(7, { ...removed, ...scoped({ onlyContainsUserCerts: true }) })
    expect(check(dataOf(quiet, list(issuer, onHold), other))).toMatchObject(refused('revoked'))
  })

  test('keeps a complete list current', () => {
    const old = list(issuer, { thisUpdate: now - 3 * hour, nextUpdate: now - hour })
    expect(check(dataOf(quiet, old, delta(7)))).toMatchObject({ ok: true })
  })
})

test('nobody is revoked unless a list says so', () => {
  expect(check(nobody)).toMatchObject({ ok: true })
})
