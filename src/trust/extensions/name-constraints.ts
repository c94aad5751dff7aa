import { malformed, tag, type DerNode } from '../der/read.ts'
import { expectTag, taggedMembers } from '../der/values.ts'
import { addressSizes, readGeneralName, type GeneralName } from '../general-names.ts'

export interface NameConstraints {
  readonly permitted: readonly GeneralName[]
  readonly excluded: readonly GeneralName[]
}

const what = 'nameConstraints'

/**
 * RFC 5280 §4.2.1.10: not empty, minimum 0 (so absent), maximum absent.
 * @throws GatewayError CERTIFICATE_UNTRUSTED
 */
export function readNameConstraints(node: DerNode): NameConstraints {
  const members = taggedMembers(expectTag(node, tag.sequence, what).children, [0xa0, 0xa1], what)
  if (members.size === 0) throw malformed(`${what} is empty.`)
  return { permitted: readSubtrees(members.get(0xa0)), excluded: readSubtrees(members.get(0xa1)) }
}

function readSubtrees(node: DerNode | undefined): GeneralName[] {
  if (!node) return []
  if (node.children.length === 0) throw malformed(`${what} has an empty list.`)
  return node.children.map((subtree) => {
    const [base, ...distances] = expectTag(subtree, tag.sequence, what).children
    if (!base || distances.length > 0)
      throw malformed(`${what} has a minimum or maximum, which RFC 5280 does not allow.`)
    const name = readGeneralName(base, what, addressSizes.masked)
    if (name.kind === 'ip') checkMask(name.bytes)
    return name
  })
}

/** The mask is a prefix, as RFC 4632 §3.1 writes it. */
function checkMask(range: Uint8Array): void {
  const bits = [...range.subarray(range.length / 2)]
    .map((octet) => octet.toString(2).padStart(8, '0'))
    .join('')
  if (!/^1*0*$/.test(bits)) {
    throw malformed(`${what} has a mask that is no prefix.`)
  }
}
