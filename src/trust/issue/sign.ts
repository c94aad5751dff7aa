import { randomBytes, sign, type KeyObject } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import {
  type AlgorithmIdentifier,
  Extensions,
  Name,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Time,
  Validity,
  Version,
  type Extension,
} from '@peculiar/asn1-x509'
import { readCertificate, type Certificate } from '../certificate.ts'
import { tag } from '../der/read.ts'
import { writeDer } from '../der/write.ts'
import { authorityKeyIdentifier } from './extensions.ts'
import { signatureFor } from './signature-for.ts'

/** Someone who issues: a certificate and its private key. */
export interface Authority {
  readonly certificate: Certificate
  readonly key: KeyObject
}

/** All that goes into a certificate; nothing is checked or added but the authority's key identifier. */
export interface Template {
  readonly subject: Name
  readonly publicKey: KeyObject
  /** Absent: signed by `signingKey` itself, under its own name. */
  readonly authority?: Authority
  readonly signingKey: KeyObject
  /** Epoch milliseconds; fractions of a second are cut off. */
  readonly notBefore: number
  readonly notAfter: number
  readonly extensions: readonly Extension[]
  /** Hex; default 16 random octets, positive. */
  readonly serial?: string
}

/** Builds and signs a certificate: SHA-256 with RSA or P-256, SHA-384 with P-384, SHA-512 with P-521, or EdDSA. */
export function signCertificate(template: Template): Certificate {
  const { digest, algorithm } = signatureFor(template.signingKey)
  const tbs = new Uint8Array(AsnConvert.serialize(buildTbs(template, algorithm)))
  return readCertificate(assemble(tbs, algorithm, sign(digest, tbs, template.signingKey)))
}

/** The envelope: signed part, algorithm, signature (RFC 5280 §4.1). */
export function assemble(tbs: Uint8Array, algorithm: AlgorithmIdentifier, signature: Uint8Array): Uint8Array {
  return writeDer(
    tag.sequence,
    tbs,
    new Uint8Array(AsnConvert.serialize(algorithm)),
    writeDer(tag.bitString, Uint8Array.of(0), signature),
  )
}

/** The signed part, with the authority's key identifier; tests take it to build what `signCertificate` would not. */
export function buildTbs(template: Template, signature: AlgorithmIdentifier): TBSCertificate {
  const { authority, serial = randomSerial() } = template
  const identifier = authority?.certificate.extensions.subjectKeyIdentifier
  const extensions = [
    ...(identifier ? [authorityKeyIdentifier(Uint8Array.from(identifier))] : []),
    ...template.extensions,
  ]
  return new TBSCertificate({
    version: Version.v3,
    serialNumber: Uint8Array.from(Buffer.from(serial, 'hex')).buffer,
    signature,
    issuer: authority ? AsnConvert.parse(authority.certificate.subject.der, Name) : template.subject,
    validity: validity(template),
    subject: template.subject,
    subjectPublicKeyInfo: AsnConvert.parse(
      template.publicKey.export({ format: 'der', type: 'spki' }),
      SubjectPublicKeyInfo,
    ),
    ...(extensions.length > 0 && { extensions: new Extensions(extensions) }),
  })
}

function validity({ notBefore, notAfter }: Template): Validity {
  const times = new Validity()
  times.notBefore = new Time(wholeSeconds(notBefore))
  times.notAfter = new Time(wholeSeconds(notAfter))
  return times
}

function wholeSeconds(epochMs: number): Date {
  return new Date(Math.floor(epochMs / 1000) * 1000)
}

function randomSerial(): string {
  const octets = randomBytes(16)
  // The first octet is 40–7F: positive, and nothing to shorten.
  octets[0] = ((octets[0] ?? 0) & 0x3f) | 0x40
  return octets.toString('hex')
}
