import { malformed, readDer, tag, type DerNode } from '../der/read.ts'
import { expectTag, nonEmptySequence, readBoolean, readOid } from '../der/values.ts'
import { readGeneralNames, type GeneralName } from '../general-names.ts'
import { readBasicConstraints, readExtendedKeyUsage, readKeyUsage } from './basic.ts'
import { readDistributionPoints } from './distribution-points.ts'
import { readInformationAccess } from './information-access.ts'
import { readAuthorityKeyIdentifier, readSubjectKeyIdentifier } from './key-identifiers.ts'
import { readNameConstraints } from './name-constraints.ts'
import {
  readCertificatePolicies,
  readInhibitAnyPolicy,
  readPolicyConstraints,
  readPolicyMappings,
} from './policies.ts'
import { readTimestamps } from './transparency.ts'

/** An extension as it stands; `value` is the DER inside the OCTET STRING. */
export interface Extension {
  readonly oid: string
  readonly critical: boolean
  readonly value: Uint8Array
}

/** Reader of each extension that is understood (RFC 5280 §4.2), with the name it is known by. */
const readers = {
  '2.5.29.9': [
    'subjectDirectoryAttributes',
    (node: DerNode): number => nonEmptySequence(node, 'attributes').length,
  ],
  '2.5.29.14': ['subjectKeyIdentifier', readSubjectKeyIdentifier],
  '2.5.29.15': ['keyUsage', readKeyUsage],
  '2.5.29.17': [
    'subjectAltName',
    (node: DerNode): readonly GeneralName[] => readGeneralNames(node, 'subjectAltName'),
  ],
  '2.5.29.18': [
    'issuerAltName',
    (node: DerNode): readonly GeneralName[] => readGeneralNames(node, 'issuerAltName'),
  ],
  '2.5.29.19': ['basicConstraints', readBasicConstraints],
  '2.5.29.30': ['nameConstraints', readNameConstraints],
  '2.5.29.31': ['cRLDistributionPoints', readDistributionPoints],
  '2.5.29.32': ['certificatePolicies', readCertificatePolicies],
  '2.5.29.33': ['policyMappings', readPolicyMappings],
  '2.5.29.35': ['authorityKeyIdentifier', readAuthorityKeyIdentifier],
  '2.5.29.36': ['policyConstraints', readPolicyConstraints],
  '2.5.29.37': ['extKeyUsage', readExtendedKeyUsage],
  '2.5.29.54': ['inhibitAnyPolicy', readInhibitAnyPolicy],
  '1.3.6.1.5.5.7.1.1': ['authorityInfoAccess', readInformationAccess],
  '1.3.6.1.5.5.7.1.11': ['subjectInfoAccess', readInformationAccess],
  '1.3.6.1.4.1.11129.2.4.2': ['timestamps', readTimestamps],
} as const satisfies Record<string, readonly [string, (node: DerNode) => unknown]>

type Readers = typeof readers

/** Identifier of an extension by its name. */
export const extensionOids = Object.fromEntries(
  Object.entries(readers).map(([oid, [name]]) => [name, oid]),
) as { readonly [Oid in keyof Readers as Readers[Oid][0]]: Oid }

/** Decoded values by name, each absent when the certificate does not have it. */
export type DecodedExtensions = {
  readonly [Oid in keyof Readers as Readers[Oid][0]]?: ReturnType<Readers[Oid][1]>
}

export interface Extensions extends DecodedExtensions {
  /** All of them, in their order, the unknown ones too. */
  readonly all: readonly Extension[]
}

/** Whether the extension is understood, so that its being critical is no obstacle (RFC 5280 §4.2). */
export function isUnderstood(oid: string): oid is keyof Readers {
  return Object.hasOwn(readers, oid)
}

/**
 * Reads the SEQUENCE of extensions; a repeated one is refused (RFC 5280 §4.2).
 * @throws GatewayError CERTIFICATE_UNTRUSTED
 */
export function readExtensions(node: DerNode): Extensions {
  const all = listExtensions(node)
  const decoded = all.flatMap(({ oid, value }) => {
    if (!isUnderstood(oid)) return []
    const [name, read] = readers[oid]
    return [[name, read(readDer(value))] as const]
  })
  return Object.freeze({ ...(Object.fromEntries(decoded) as DecodedExtensions), all })
}

/**
 * The same, undecoded: lists and responses have extensions of their own.
 * @throws GatewayError CERTIFICATE_UNTRUSTED
 */
export function listExtensions(node: DerNode): Extension[] {
  const all = nonEmptySequence(node, 'extensions').map(readExtension)
  const oids = new Set(all.map(({ oid }) => oid))
  if (oids.size !== all.length) throw malformed('An extension occurs twice.')
  return all
}

function readExtension(node: DerNode): Extension {
  const members = [...expectTag(node, tag.sequence, 'extension').children]
  const oid = readOid(members.shift(), 'extension')
  const critical = members[0]?.tag === tag.boolean ? readBoolean(members.shift(), 'critical') : false
  const value = expectTag(members.shift(), tag.octetString, 'extension').content
  if (members.length > 0) throw malformed('An extension has unknown members.')
  return Object.freeze({ oid, critical, value })
}
