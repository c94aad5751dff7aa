import { malformed, tag, type DerNode } from '../der/read.ts'
import { expectTag, nonEmptySequence, readBoolean, readCount, readOid } from '../der/values.ts'

export interface BasicConstraints {
  readonly ca: boolean
  /** How many further CA certificates may follow; absent means any number. */
  readonly pathLength?: number
}

/** RFC 5280 §4.2.1.9. */
export function readBasicConstraints(node: DerNode): BasicConstraints {
  const members = [...expectTag(node, tag.sequence, 'basicConstraints').children]
  const ca = members[0]?.tag === tag.boolean ? readBoolean(members.shift(), 'cA') : false
  // cA FALSE is the default, and DER leaves defaults out (X.690 §11.5); half the world writes it nevertheless.
  const length = members.shift()
  if (members.length > 0) throw malformed('basicConstraints has unknown members.')
  if (!length) return { ca }
  return {
    ca,
    pathLength: readCount(expectTag(length, tag.integer, 'pathLenConstraint'), 'pathLenConstraint'),
  }
}

const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const

export type KeyUsage = (typeof keyUsages)[number]

/** RFC 5280 §4.2.1.3: a named bit list, so without trailing zero bits (X.690 §11.2.2). */
export function readKeyUsage(node: DerNode): ReadonlySet<KeyUsage> {
  const [unused = 0, ...octets] = expectTag(node, tag.bitString, 'keyUsage').content
  const length = octets.length * 8 - unused
  if (length > keyUsages.length) throw malformed('keyUsage has bits that mean nothing.')
  if (octets.length > 0 && ((octets.at(-1) ?? 0) & (1 << unused)) === 0) {
    throw malformed('keyUsage ends with zero bits.')
  }
  return new Set(keyUsages.filter((_usage, bit) => ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0))
}

/** RFC 5280 §4.2.1.12: purposes as dotted identifiers, at least one. */
export function readExtendedKeyUsage(node: DerNode): readonly string[] {
  return nonEmptySequence(node, 'extKeyUsage').map((purpose) => readOid(purpose, 'extKeyUsage'))
}
