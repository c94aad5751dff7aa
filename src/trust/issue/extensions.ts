import { createHash, type KeyObject } from 'node:crypto'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  ExtendedKeyUsage,
  Extension,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  type Name,
  NameConstraints,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509'

export const keyPurposes = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  /** RFC 9336. */
  documentSigning: '1.3.6.1.5.5.7.3.36',
} as const

/** Names a certificate is for, or that a constraint speaks of. */
export interface AlternativeNames {
  readonly dnsNames?: readonly string[]
  /** Addresses; in a constraint `10.0.0.0/8`. */
  readonly ips?: readonly string[]
  readonly emails?: readonly string[]
  readonly uris?: readonly string[]
  readonly directories?: readonly Name[]
}

/** Any extension from its encoded value. */
export function extension(oid: string, critical: boolean, value: unknown): Extension {
  const encoded = value instanceof Uint8Array ? value : AsnConvert.serialize(value)
  return new Extension({ extnID: oid, critical, extnValue: new OctetString(encoded) })
}

/** Critical, as RFC 5280 §4.2.1.9 wants it of a CA. */
export function basicConstraints(ca: boolean, pathLength?: number): Extension {
  const constraints = new BasicConstraints({
    cA: ca,
    ...(pathLength !== undefined && { pathLenConstraint: pathLength }),
  })
  return extension(id_ce_basicConstraints, true, constraints)
}

export function keyUsage(...usages: (keyof typeof KeyUsageFlags)[]): Extension {
  const flags = usages.reduce((sum, usage) => sum | KeyUsageFlags[usage], 0)
  return extension(id_ce_keyUsage, true, new KeyUsage(flags))
}

export function extKeyUsage(...purposes: string[]): Extension {
  return extension(id_ce_extKeyUsage, false, new ExtendedKeyUsage(purposes))
}

export function subjectAltName(names: AlternativeNames, critical = false): Extension {
  return extension(id_ce_subjectAltName, critical, new SubjectAlternativeName(generalNames(names)))
}

export function nameConstraints(permitted: AlternativeNames, excluded: AlternativeNames = {}): Extension {
  const subtrees = (names: AlternativeNames): GeneralSubtrees | undefined => {
    const bases = generalNames(names)
    return bases.length > 0
      ? new GeneralSubtrees(bases.map((base) => new GeneralSubtree({ base })))
      : undefined
  }
  const permittedSubtrees = subtrees(permitted)
  const excludedSubtrees = subtrees(excluded)
  const value = new NameConstraints({
    ...(permittedSubtrees && { permittedSubtrees }),
    ...(excludedSubtrees && { excludedSubtrees }),
  })
  return extension(id_ce_nameConstraints, true, value)
}

/** RFC 5280 §4.2.1.2 leaves the method open; this is the first 160 bits of SHA-256 (RFC 7093 §2). */
export function keyIdentifier(publicKey: KeyObject): Uint8Array<ArrayBuffer> {
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  return Uint8Array.from(createHash('sha256').update(spki).digest().subarray(0, 20))
}

export function subjectKeyIdentifier(publicKey: KeyObject): Extension {
  return extension(id_ce_subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier(publicKey)))
}

export function authorityKeyIdentifier(identifier: Uint8Array<ArrayBuffer>): Extension {
  const value = new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(identifier) })
  return extension(id_ce_authorityKeyIdentifier, false, value)
}

function generalNames({
  dnsNames = [],
  ips = [],
  emails = [],
  uris = [],
  directories = [],
}: AlternativeNames): GeneralName[] {
  return [
    ...dnsNames.map((dNSName) => new GeneralName({ dNSName })),
    ...ips.map((iPAddress) => new GeneralName({ iPAddress })),
    ...emails.map((rfc822Name) => new GeneralName({ rfc822Name })),
    ...directories.map((directoryName) => new GeneralName({ directoryName })),
    ...uris.map((uniformResourceIdentifier) => new GeneralName({ uniformResourceIdentifier })),
  ]
}
