import { malformed, tag, type DerNode } from '../der/read.ts'
import { expectTag, nonEmptySequence, readCount, readOid, taggedMembers } from '../der/values.ts'

export interface PolicyMapping {
  readonly issuer: string
  readonly subject: string
}

export interface PolicyConstraints {
  readonly requireExplicitPolicy?: number
  readonly inhibitPolicyMapping?: number
}

/** RFC 5280 §4.2.1.4: policy identifiers, each at most once. Qualifiers are for people and are not kept. */
export function readCertificatePolicies(node: DerNode): ReadonlySet<string> {
  const what = 'certificatePolicies'
  const policies = nonEmptySequence(node, what).map((policy) => {
    const [identifier, qualifiers, ...rest] = expectTag(policy, tag.sequence, what).children
    if (rest.length > 0) throw malformed(`${what} has unknown members.`)
    if (qualifiers) nonEmptySequence(qualifiers, what)
    return readOid(identifier, what)
  })
  const distinct = new Set(policies)
  if (distinct.size !== policies.length) throw malformed(`${what} names a policy twice.`)
  return distinct
}

/** RFC 5280 §4.2.1.5. */
export function readPolicyMappings(node: DerNode): readonly PolicyMapping[] {
  const what = 'policyMappings'
  return nonEmptySequence(node, what).map((mapping) => {
    const [issuer, subject, ...rest] = expectTag(mapping, tag.sequence, what).children
    if (rest.length > 0) throw malformed(`${what} has unknown members.`)
    return { issuer: readOid(issuer, what), subject: readOid(subject, what) }
  })
}

/** RFC 5280 §4.2.1.11: at least one of the two. */
export function readPolicyConstraints(node: DerNode): PolicyConstraints {
  const what = 'policyConstraints'
  const members = taggedMembers(nonEmptySequence(node, what), [0x80, 0x81], what)
  const explicit = members.get(0x80)
  const mapping = members.get(0x81)
  return {
    ...(explicit && { requireExplicitPolicy: readCount(explicit, what) }),
    ...(mapping && { inhibitPolicyMapping: readCount(mapping, what) }),
  }
}

/** RFC 5280 §4.2.1.14: how many certificates may still use anyPolicy. */
export function readInhibitAnyPolicy(node: DerNode): number {
  return readCount(expectTag(node, tag.integer, 'inhibitAnyPolicy'), 'inhibitAnyPolicy')
}
