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
  subjectInfoAccess: 'RFC 5280 §4.2.2.2',
  subjectDirectoryAttributes: 'RFC 5280 §4.2.1.8',
  issuerAltName: 'RFC 5280 §4.2.1.7',
  cRLDistributionPoints: 'RFC 5280 §4.2.1.13',
  timestamps: 'RFC 6962 §3.3',
}

/** Extensions that restrict, and must not be overlooked. */
const alwaysCritical: Partial<Record<Name, string>> = {
  policyMappings: 'RFC 5280 §4.2.1.5',
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

function checkCriticality(certificate: Certificate, position: Position, web: boolean): Fault | undefined {
  const { extensions } = certificate
  const criticality = new Map(extensions.all.map(({ oid, critical }) => [oid, critical]))
  for (const [name, oid] of Object.entries(extensionOids) as [Name, string][]) {
    const critical = criticality.get(oid)
    const never = neverCritical[name]
    const always = isExcused(name, certificate, web) ? undefined : alwaysCritical[name]
    if (critical === true && never !== undefined) return fault('malformed', never, `${name} is critical.`)
    if (critical === false && always !== undefined)
      return fault('malformed', always, `${name} is not critical.`)
  }
  // NIST's PKITS (4.6.4) wants it accepted of an intermediate, where it is processed either way.
  const strict = position !== 'ca' && extensions.basicConstraints?.ca
  const loose = strict && criticality.get(extensionOids.basicConstraints) === false
  return loose
    ? fault('malformed', 'RFC 5280 §4.2.1.9', 'basicConstraints of a CA is not critical.')
    : undefined
}

/**
 * The web's rules let name constraints be not critical. Policy constraints of a CA that does have policies are
 * processed either way, and NIST's PKITS wants them accepted.
 */
function isExcused(name: Name, { extensions }: Certificate, web: boolean): boolean {
  if (name === 'nameConstraints') return web
  return name === 'policyConstraints' && extensions.certificatePolicies !== undefined
}

/** A CA has a key identifier, and whoever was issued by another names that one's; only roots need not. */
function checkIdentifiers(certificate: Certificate, position: Position): Fault | undefined {
  const { subjectKeyIdentifier: own, authorityKeyIdentifier: authority } = certificate.extensions
  if (certificate.extensions.basicConstraints?.ca && !own) {
    return fault('malformed', 'RFC 5280 §4.2.1.2', 'The CA has no subjectKeyIdentifier.')
  }
  const root = position === 'anchor' && isSelfIssued(certificate)
  if (!root && !authority?.keyIdentifier) {
    return fault('malformed', 'RFC 5280 §4.2.1.1', 'authorityKeyIdentifier with a key identifier is missing.')
  }
  return undefined
}

/** Extensions that mean nothing but in a CA that signs certificates. */
function checkCaOnly({ extensions }: Certificate): Fault | undefined {
  const signs = extensions.keyUsage?.has('keyCertSign') ?? true
  if (extensions.basicConstraints?.pathLength !== undefined && !signs) {
    return fault('malformed', 'RFC 5280 §4.2.1.9', 'A path length stands in a certificate that signs none.')
  }
  if (extensions.basicConstraints?.ca) return undefined
  if (extensions.nameConstraints) {
    return fault(
      'malformed',
      'RFC 5280 §4.2.1.10',
      'nameConstraints stands in a certificate that is not a CA.',
    )
  }
  if (extensions.policyMappings) {
    return fault('malformed', 'RFC 5280 §4.2.1.5', 'policyMappings stands in a certificate that is not a CA.')
  }
  return undefined
}
