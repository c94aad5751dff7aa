import type { Extension } from '@peculiar/asn1-x509'
import { basicConstraints, extKeyUsage, keyPurposes, keyUsage, subjectAltName } from './extensions.ts'

/** What a member's certificate is for: messages (and directories), or the channel they travel in. */
export type CertificateUse = 'sign' | 'tls'

/** Names that a TLS certificate is for. */
export interface TlsNames {
  readonly dnsNames?: readonly string[]
  readonly ips?: readonly string[]
}

/** Extensions of each use: a signing key signs and commits, a channel key serves and calls, never the other way. */
export function roleExtensions({
  use,
  dnsNames = [],
  ips = [],
}: TlsNames & { readonly use: CertificateUse }): Extension[] {
  if (use === 'sign') return [basicConstraints(false), keyUsage('digitalSignature', 'nonRepudiation')]
  return [
    basicConstraints(false),
    keyUsage('digitalSignature'),
    extKeyUsage(keyPurposes.serverAuth, keyPurposes.clientAuth),
    ...(dnsNames.length + ips.length > 0 ? [subjectAltName({ dnsNames, ips })] : []),
  ]
}
