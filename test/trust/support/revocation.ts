import { createPublicKey, sign } from 'node:crypto'
import type { Certificate } from '../../../src/trust/certificate.ts'
import { tag } from '../../../src/trust/der/read.ts'
import { writeDer } from '../../../src/trust/der/write.ts'
import type { Authority } from '../../../src/trust/issue.ts'
import { issueCrl, type CrlSpec } from '../../../src/trust/issue/crl.ts'
import { extension, extKeyUsage, keyUsage } from '../../../src/trust/issue/extensions.ts'
import type { PathRequest, PathResult } from '../../../src/trust/path/types.ts'
import { validatePath } from '../../../src/trust/path/validate.ts'
import { certIdOf, keyHash, writeCertId, type CertIdHash } from '../../../src/trust/revocation/cert-id.ts'
import { readCrl, type Crl } from '../../../src/trust/revocation/crl.ts'
import { readOcspResponse } from '../../../src/trust/revocation/ocsp-response.ts'
import type { RevocationData } from '../../../src/trust/revocation/types.ts'
import { intermediate, keyNamed, member, now, root, span } from './pki.ts'

export const hour = 3_600_000

export const anchor = root('吊销根证书')
export const issuer = intermediate(anchor, '吊销签发证书', { pathLength: 0 })
export const leaf = member(issuer)

/** A list of now, good for a day, with nothing on it, unless told otherwise. */
export function listDer(authority: Authority, spec: Partial<CrlSpec> = {}): Uint8Array {
  return issueCrl(authority, {
    thisUpdate: now - hour / 2,
    nextUpdate: now + 24 * hour,
    number: 7,
    revoked: [],
    ...spec,
  })
}

export function list(authority: Authority, spec: Partial<CrlSpec> = {}): Crl {
  return readCrl(listDer(authority, spec))
}

export function revoking(...certificates: readonly Certificate[]): Pick<CrlSpec, 'revoked'> {
  return { revoked: certificates.map(({ serial }) => ({ serial, revokedAt: now - hour, reason: 1 })) }
}

export function dataOf(...lists: readonly Crl[]): RevocationData {
  return { lists: lists.map((crl) => ({ crl })), responses: [] }
}

/** Both issuers say that nobody is revoked. */
export const nobody = dataOf(list(anchor), list(issuer))

/** The usual path with this revocation data. */
export function check(revocation: RevocationData, change: Partial<PathRequest> = {}): PathResult {
  return validatePath({
    leaf,
    intermediates: [issuer.certificate],
    anchors: [anchor.certificate],
    time: now,
    purpose: 'sign',
    revocation,
    ...change,
  })
}

export interface OcspSpec {
  certificate?: Certificate
  issuer?: Authority
  /** Whose certificate goes along; absent: the issuer signs itself. */
  responder?: Authority
  signer?: Authority
  status?: 'good' | 'revoked' | 'unknown'
  thisUpdate?: number
  nextUpdate?: number | undefined
  producedAt?: number
  nonce?: Uint8Array
  hash?: CertIdHash
  byName?: boolean
}

/** What an OCSP responder answers: by default that the leaf is good, signed by its issuer. */
export function ocspDer(spec: OcspSpec = {}): Uint8Array {
  const {
    certificate = leaf,
    issuer: by = issuer,
    status = 'good',
    thisUpdate = now - hour / 2,
    producedAt = thisUpdate,
    hash = 'sha256',
  } = spec
  const nextUpdate = 'nextUpdate' in spec ? spec.nextUpdate : now + hour
  const signer = spec.signer ?? spec.responder ?? by
  const named = spec.responder ?? by
  const single = writeDer(
    tag.sequence,
    writeCertId(certIdOf(certificate, by.certificate, hash)),
    statuses[status],
    time(thisUpdate),
    ...(nextUpdate === undefined ? [] : [writeDer(0xa0, time(nextUpdate))]),
  )
  const data = writeDer(
    tag.sequence,
    spec.byName
      ? writeDer(0xa1, named.certificate.subject.der)
      : writeDer(0xa2, writeDer(tag.octetString, keyHash(named.certificate, 'sha1'))),
    time(producedAt),
    writeDer(tag.sequence, single),
    ...(spec.nonce ? [nonceExtension(spec.nonce)] : []),
  )
  const algorithm = writeDer(tag.sequence, Buffer.from('06082a8648ce3d040302', 'hex'))
  const basic = writeDer(
    tag.sequence,
    data,
    algorithm,
    writeDer(tag.bitString, Uint8Array.of(0), sign('sha256', data, signer.key)),
    ...(spec.responder ? [writeDer(0xa0, writeDer(tag.sequence, spec.responder.certificate.der))] : []),
  )
  const typed = writeDer(
    tag.sequence,
    Buffer.from('06092b0601050507300101', 'hex'),
    writeDer(tag.octetString, basic),
  )
  return writeDer(tag.sequence, writeDer(tag.enumerated, Uint8Array.of(0)), writeDer(0xa0, typed))
}

export function ocspData(spec: OcspSpec = {}, ...lists: readonly Crl[]): RevocationData {
  return { ...dataOf(list(anchor), ...lists), responses: [{ response: readOcspResponse(ocspDer(spec)) }] }
}

const revokedStatus = writeDer(
  0xa1,
  time(now - hour),
  writeDer(0xa0, writeDer(tag.enumerated, Uint8Array.of(1))),
)
const statuses = { good: writeDer(0x80), revoked: revokedStatus, unknown: writeDer(0x82) }

function nonceExtension(nonce: Uint8Array): Uint8Array {
  const value = writeDer(tag.octetString, writeDer(tag.octetString, nonce))
  const one = writeDer(tag.sequence, Buffer.from('06092b0601050507300102', 'hex'), value)
  return writeDer(0xa1, writeDer(tag.sequence, one))
}

function time(epochMs: number): Uint8Array {
  const text = new Date(epochMs).toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return writeDer(tag.generalizedTime, Buffer.from(text))
}

const noCheck = extension('1.3.6.1.5.5.7.48.1.5', false, Uint8Array.of(5, 0))
const ocspSigning = '1.3.6.1.5.5.7.3.9'

/** A responder to whom the issuer delegated, whose own certificate nobody need ask about. */
export function delegate(
  by: Authority = issuer,
  { checked = false, usage = ocspSigning, validity = span } = {},
): Authority {
  const key = keyNamed(`应答${usage}${checked}`)
  const certificate = member(by, {
    subject: { organisation: '在线状态应答' },
    publicKey: createPublicKey(key),
    extensions: [keyUsage('digitalSignature'), extKeyUsage(usage), ...(checked ? [] : [noCheck])],
    ...validity,
  })
  return { certificate, key }
}
