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

const anyPolicy = '2.5.29.32.0'
/** Pointer to a practice statement, and user notice. */
const knownQualifiers: ReadonlySet<string> = new Set(['1.3.6.1.5.5.7.2.1', '1.3.6.1.5.5.7.2.2'])

/** RFC 5280 §4.2.1.4: policy identifiers, each at most once. Qualifiers are for people and are not kept. */
export function readCertificatePolicies(node: DerNode): ReadonlySet<string> {
  const what = 'certificatePolicies'
  const policies = nonEmptySequence(node, what).map((policy) => {
    const [identifier, qualifiers, ...rest] = expectTag(policy, tag.sequence, what).children
    if (rest.length > 0) throw malformed(`${what} has unknown members.`)
    const oid = readOid(identifier, what)
    if (qualifiers) checkQualifiers(oid, nonEmptySequence(qualifiers, what))
    return oid
  })
  const distinct = new Set(policies)
  if (distinct.size !== policies.length) throw malformed(`${what} names a policy twice.`)
  return distinct
}

function checkQualifiers(policy: string, qualifiers: readonly DerNode[]): void {
  const what = 'policy qualifier'
  for (const qualifier of qualifiers) {
    const [identifier, value] = expectTag(qualifier, tag.sequence, what).children
    const known = knownQualifiers.has(readOid(identifier, what))
    if (policy === anyPolicy && !known) throw malformed('anyPolicy has a qualifier that it may not have.')
    if (known && value) checkNotice(value)
  }
}

/** The text of a notice is no BMPString and has no control characters; VisibleString, as forbidden, is too common. */
function checkNotice(node: DerNode): void {
  if (node.tag === tag.bmpString) throw malformed('A notice is a BMPString.')
  if (node.tag === tag.utf8String && /\p{Cc}/u.test(Buffer.from(node.content).toString('utf8'))) {
    throw malformed('A notice has control characters.')
  }
  node.children.forEach(checkNotice)
}

/** RFC 5280 §4.2.1.5: neither from nor to anyPolicy. */
export function readPolicyMappings(node: DerNode): readonly PolicyMapping[] {
  const what = 'policyMappings'
  return nonEmptySequence(node, what).map((mapping) => {
    const [issuer, subject, ...rest] = expectTag(mapping, tag.sequence, what).children
    if (rest.length > 0) throw malformed(`${what} has unknown members.`)
    const pair = { issuer: readOid(issuer, what), subject: readOid(subject, what) }
    if (pair.issuer === anyPolicy || pair.subject === anyPolicy) throw malformed(`${what} maps anyPolicy.`)
    return pair
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
