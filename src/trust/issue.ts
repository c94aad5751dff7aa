import { createPublicKey, type KeyObject } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import { Name, type Extension } from '@peculiar/asn1-x509'
import type { Certificate } from './certificate.ts'
import { readCsr } from './csr.ts'
import { basicConstraints, keyUsage, subjectKeyIdentifier } from './issue/extensions.ts'
import { roleExtensions, type CertificateUse, type TlsNames } from './issue/roles.ts'
import { signCertificate, type Authority } from './issue/sign.ts'
import { subjectName, type Subject } from './subject.ts'

export type { CertificateUse } from './issue/roles.ts'
export type { Authority } from './issue/sign.ts'

/** What every certificate needs beside its role. */
export interface Issuing {
  /** Epoch milliseconds; fractions of a second are cut off. */
  readonly notBefore: number
  readonly notAfter: number
  /** Hex; default random. */
  readonly serial?: string
  /** Extensions beside those of the role, or instead of them where the identifier is the same. */
  readonly extensions?: readonly Extension[]
  /** Identifiers of extensions of the role to leave out. */
  readonly omit?: readonly string[]
}

export interface AuthoritySpec extends Issuing {
  readonly subject: Subject
  readonly key: KeyObject
  readonly pathLength?: number
}

export interface MemberSpec extends Issuing, TlsNames {
  readonly subject: Subject
  readonly publicKey: KeyObject
  readonly use: CertificateUse
}

/** A root: self-signed, for signing certificates and revocation lists only. */
export function issueRoot(spec: AuthoritySpec): Authority {
  return issueAuthority(spec, undefined)
}

/** A CA under another; with `pathLength` 0 it issues to members only. */
export function issueIntermediate(authority: Authority, spec: AuthoritySpec): Authority {
  return issueAuthority(spec, authority)
}

function issueAuthority(spec: AuthoritySpec, authority: Authority | undefined): Authority {
  const publicKey = createPublicKey(spec.key)
  const certificate = signCertificate({
    ...spec,
    subject: subjectName(spec.subject),
    publicKey,
    ...(authority && { authority }),
    signingKey: authority?.key ?? spec.key,
    extensions: arranged(spec, [
      basicConstraints(true, spec.pathLength),
      keyUsage('keyCertSign', 'cRLSign'),
      subjectKeyIdentifier(publicKey),
    ]),
  })
  return { certificate, key: spec.key }
}

/** A certificate of a member or of the federation's operator, whose signing certificate signs the directory. */
export function issueMember(authority: Authority, spec: MemberSpec): Certificate {
  return signCertificate({
    ...spec,
    subject: subjectName(spec.subject),
    authority,
    signingKey: authority.key,
    extensions: arranged(spec, [...roleExtensions(spec), subjectKeyIdentifier(spec.publicKey)]),
  })
}

export interface RequestSpec extends Issuing, TlsNames {
  readonly use: CertificateUse
}

/**
 * A certificate for the subject and key of a certification request; everything else is decided here, not there.
 * @throws GatewayError CERTIFICATE_UNTRUSTED when the request is malformed or not signed with its key
 */
export function issueFromCsr(authority: Authority, csrPem: string, spec: RequestSpec): Certificate {
  const { subject, publicKey } = readCsr(csrPem)
  return signCertificate({
    ...spec,
    subject: AsnConvert.parse(subject.der, Name),
    publicKey,
    authority,
    signingKey: authority.key,
    extensions: arranged(spec, [...roleExtensions(spec), subjectKeyIdentifier(publicKey)]),
  })
}

function arranged({ extensions = [], omit = [] }: Issuing, role: readonly Extension[]): Extension[] {
  const gone = new Set([...omit, ...extensions.map(({ extnID }) => extnID)])
  return [...role.filter(({ extnID }) => !gone.has(extnID)), ...extensions]
}
