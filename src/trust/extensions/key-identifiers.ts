import { malformed, tag, type DerNode } from '../der/read.ts'
import { expectTag, taggedMembers } from '../der/values.ts'
import { readGeneralName, type GeneralName } from '../general-names.ts'

export interface AuthorityKeyIdentifier {
  readonly keyIdentifier?: Uint8Array
  readonly issuer?: readonly GeneralName[]
  /** Content octets of the issuer certificate's serial number. */
  readonly serial?: Uint8Array
}

/** RFC 5280 §4.2.1.1. */
export function readAuthorityKeyIdentifier(node: DerNode): AuthorityKeyIdentifier {
  const what = 'authorityKeyIdentifier'
  const members = taggedMembers(expectTag(node, tag.sequence, what).children, [0x80, 0xa1, 0x82], what)
  const keyIdentifier = members.get(0x80)?.content
  const issuer = members.get(0xa1)?.children.map((child) => readGeneralName(child, what))
  const serial = members.get(0x82)?.content
  if ((issuer === undefined) !== (serial === undefined)) {
    throw malformed(`${what} names an issuer without a serial number, or the other way round.`)
  }
  return { ...(keyIdentifier && { keyIdentifier }), ...(issuer && { issuer }), ...(serial && { serial }) }
}

/** RFC 5280 §4.2.1.2. */
export function readSubjectKeyIdentifier(node: DerNode): Uint8Array {
  return expectTag(node, tag.octetString, 'subjectKeyIdentifier').content
}
