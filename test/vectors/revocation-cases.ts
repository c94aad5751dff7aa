import { certificateToPem, type Certificate } from '../../src/trust/certificate.ts'
import { toPem } from '../../src/trust/pem.ts'
import { intermediate, keyNamed, member, now } from '../trust/support/pki.ts'
import { anchor, hour, issuer, leaf, listDer, revoking } from '../trust/support/revocation.ts'
import type { X509Case } from './x509-case.ts'

const quiet = listDer(anchor)
const impostor = { certificate: issuer.certificate, key: keyNamed('冒名签发') }
const stale = { thisUpdate: now - 3 * hour, nextUpdate: now - hour }

/** Cases of revocation lists (T59–T62, T66) for other validators; made anew on every call. */
export function revocationCases(): X509Case[] {
  const before = intermediate(anchor, '换钥机构', { key: keyNamed('换钥旧') })
  const after = intermediate(anchor, '换钥机构', { key: keyNamed('换钥新') })
  const rolled = { leaf: member(before), intermediates: [before.certificate, after.certificate] }
  return [
    caseOf('T59 a path on which nobody is revoked is accepted', [quiet, listDer(issuer)]),
    caseOf('T59 a revoked leaf is refused', [quiet, listDer(issuer, revoking(leaf))], 'revoked'),
    caseOf('T59 a leaf of which no list speaks is refused', [quiet], 'revocation-unknown'),
    caseOf(
      'T60 a revoked intermediate is refused',
      [listDer(anchor, revoking(issuer.certificate)), listDer(issuer)],
      'revoked',
    ),
    caseOf('T61 a stale list is refused', [quiet, listDer(issuer, stale)], 'revocation-unknown'),
    caseOf(
      'T61 a stale list still revokes',
      [quiet, listDer(issuer, { ...stale, ...revoking(leaf) })],
      'revoked',
    ),
    caseOf('T62 a list signed by somebody else is refused', [quiet, listDer(impostor)], 'revocation-unknown'),
    caseOf('T62 a false list beside the right one changes nothing', [
      quiet,
      listDer(impostor, revoking(leaf)),
      listDer(issuer),
    ]),
    caseOf(
      'T66 a list by the new key of an authority is accepted',
      [quiet, listDer(after)],
      undefined,
      rolled,
    ),
    caseOf(
      'T66 a leaf on a list by the new key of an authority is refused',
      [quiet, listDer(after, revoking(rolled.leaf))],
      'revoked',
      rolled,
    ),
  ]
}

function caseOf(
  id: string,
  lists: readonly Uint8Array[],
  reason?: string,
  chain: { leaf: Certificate; intermediates: readonly Certificate[] } = {
    leaf,
    intermediates: [issuer.certificate],
  },
): X509Case {
  return {
    id,
    leaf: certificateToPem(chain.leaf),
    intermediates: chain.intermediates.map(certificateToPem),
    anchors: [certificateToPem(anchor.certificate)],
    crls: lists.map((der) => toPem('X509 CRL', der)),
    time: new Date(now).toISOString(),
    purpose: 'sign',
    expected: reason === undefined ? 'accept' : 'refuse',
    ...(reason !== undefined && { reason }),
  }
}
