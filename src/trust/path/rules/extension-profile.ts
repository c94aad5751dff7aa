import type { Certificate } from '../../certificate.ts'
import { extensionOids } from '../../extensions/read.ts'
import type { Fault, Position } from '../types.ts'
import { fault, isSelfIssued, type RuleContext } from './rule.ts'

type Name = keyof typeof extensionOids

/** Extensions that say who is who or where to look, and must not stop anyone who does not know them. */
const neverCritical: Partial<Record<Name, string>> = {
  authorityKeyIdentifier: 'RFC 5280 §4.2.1.1',
  subjectKeyIdentifier: 'RFC 5280 §4.2.1.2',
  authorityInfoAccess: 'RFC 5280 §4.2.2.1',
}

/** Extensions that restrict, and must not be overlooked. */
const alwaysCritical: Partial<Record<Name, string>> = {
  nameConstraints: 'RFC 5280 §4.2.1.10',
  policyConstraints: 'RFC 5280 §4.2.1.11',
  inhibitAnyPolicy: 'RFC 5280 §4.2.1.14',
}

/** Every extension is there, absent, critical or not as RFC 5280 §4.2.1 says it must be. */
export function checkExtensionProfile(
  certificate: Certificate,
  position: Position,
  { request: { profile } }: RuleContext,
): Fault | undefined {
  return (
    checkCriticality(certificate, position, profile === 'web-pki') ??
    checkIdentifiers(certificate, position) ??
    checkCaOnly(certificate)
  )
}

function checkCriticality({ extensions }: Certificate, position: Position, web: boolean): Fault | undefined {
  const criticality = new Map(extensions.all.map(({ oid, critical }) => [oid, critical]))
  for (const [name, oid] of Object.entries(extensionOids) as [Name, string][]) {
    const critical = criticality.get(oid)
    const never = neverCritical[name]
    // The web's rules let name constraints be not critical, and caught up with history by it.
    const always = web && name === 'nameConstraints' ? undefined : alwaysCritical[name]
    if (critical === true && never !== undefined) return fault('malformed', never, `${name} is critical.`)
    if (critical === false && always !== undefined) return fault('malformed', always, `${name} is not critical.`)
  }
  // Whoever chooses an anchor can hold it to this; below it a CA that is not strict is a CA all the same.
  const loose = position === 'anchor' && criticality.get(extensionOids.basicConstraints) === false
  return loose ? fault('malformed', 'RFC 5280 §4.2.1.9', 'basicConstraints of the anchor is not critical.') : undefined
}

/** A CA has a key identifier, and whoever was issued by another names that one's; only roots need not. */
function checkIdentifiers(certificate: Certificate, position: Position): Fault | undefined {
  const { subjectKeyIdentifier: own, authorityKeyIdentifier: authority } = certificate.extensions
  if (position !== 'leaf' && !own) {
    return fault('malformed', 'RFC 5280 §4.2.1.2', 'The CA has no subjectKeyIdentifier.')
  }
  const root = position === 'anchor' && isSelfIssued(certificate)
  if (!root && !authority?.keyIdentifier) {
    return fault('malformed', 'RFC 5280 §4.2.1.1', 'authorityKeyIdentifier with a key identifier is missing.')
  }
  return undefined
}

/** Extensions that mean nothing but in a CA. */
function checkCaOnly({ extensions }: Certificate): Fault | undefined {
  if (extensions.basicConstraints?.ca) return undefined
  if (extensions.nameConstraints) {
    return fault('malformed', 'RFC 5280 §4.2.1.10', 'nameConstraints stands in a certificate that is not a CA.')
  }
  if (extensions.policyMappings) {
    return fault('malformed', 'RFC 5280 §4.2.1.5', 'policyMappings stands in a certificate that is not a CA.')
  }
  return undefined
}
