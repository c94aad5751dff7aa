import { malformed, tag, type DerNode } from '../der/read.ts'
import { expectTag, taggedMembers } from '../der/values.ts'
import { readGeneralName, type GeneralName } from '../general-names.ts'

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
    return readGeneralName(base, what)
  })
}
