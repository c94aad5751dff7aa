import { sign } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import {
  CRLNumber,
  CRLReason,
  type Extension,
  id_ce_cRLNumber,
  id_ce_cRLReasons,
  Name,
  RevokedCertificate,
  TBSCertList,
  Time,
  Version,
} from '@peculiar/asn1-x509'
import { authorityKeyIdentifier, extension } from './extensions.ts'
import { assemble, type Authority } from './sign.ts'
import { signatureFor } from './signature-for.ts'

/** A certificate to put on a list. */
export interface Revoked {
  /** As `Certificate.serial` writes it. */
  readonly serial: string
  /** Epoch milliseconds. */
  readonly revokedAt: number
  /** CRLReason by number (RFC 5280 §5.3.1); absent: unspecified. */
  readonly reason?: number
  readonly extensions?: readonly Extension[]
}

export interface CrlSpec {
  /** Epoch milliseconds; fractions of a second are cut off. */
  readonly thisUpdate: number
  readonly nextUpdate: number
  /** Rises with every list of an issuer. */
  readonly number: number
  readonly revoked: readonly Revoked[]
  /** Beside the key identifier and the number. */
  readonly extensions?: readonly Extension[]
}

/** Signs a revocation list of version 2 (RFC 5280 §5); gives its DER. */
export function issueCrl({ certificate, key }: Authority, spec: CrlSpec): Uint8Array {
  const { digest, algorithm } = signatureFor(key)
  const identifier = certificate.extensions.subjectKeyIdentifier
  const revokedCertificates = spec.revoked.map(entry)
  const list = new TBSCertList({
    version: Version.v2,
    signature: algorithm,
    issuer: AsnConvert.parse(certificate.subject.der, Name),
    thisUpdate: time(spec.thisUpdate),
    nextUpdate: time(spec.nextUpdate),
    ...(revokedCertificates.length > 0 && { revokedCertificates }),
    crlExtensions: [
      ...(identifier ? [authorityKeyIdentifier(Uint8Array.from(identifier))] : []),
      extension(id_ce_cRLNumber, false, new CRLNumber(spec.number)),
      ...(spec.extensions ?? []),
    ],
  })
  const tbs = new Uint8Array(AsnConvert.serialize(list))
  return assemble(tbs, algorithm, sign(digest, tbs, key))
}

function entry({ serial, revokedAt, reason, extensions = [] }: Revoked): RevokedCertificate {
  const all = [
    ...(reason === undefined ? [] : [extension(id_ce_cRLReasons, false, new CRLReason(reason))]),
    ...extensions,
  ]
  return new RevokedCertificate({
    userCertificate: Uint8Array.from(Buffer.from(serial, 'hex')).buffer,
    revocationDate: time(revokedAt),
    ...(all.length > 0 && { crlEntryExtensions: all }),
  })
}

function time(epochMs: number): Time {
  return new Time(new Date(Math.floor(epochMs / 1000) * 1000))
}
