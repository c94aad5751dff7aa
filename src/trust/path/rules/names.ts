import type { Certificate } from '../../certificate.ts'
import type { Fault, Position } from '../types.ts'
import { fault } from './rule.ts'

/** The issuer is named, a CA is named, and a leaf without a subject has a critical subjectAltName. */
export function checkNames(
  { subject, issuer, extensions }: Certificate,
  position: Position,
): Fault | undefined {
  if (issuer.rdnKeys.length === 0) return fault('malformed', 'RFC 5280 §4.1.2.4', 'The issuer has no name.')
  if (subject.rdnKeys.length > 0) return undefined
  if (position !== 'leaf' || extensions.basicConstraints?.ca) {
    return fault('malformed', 'RFC 5280 §4.1.2.6', 'The CA has no name.')
  }
  const alternative = extensions.all.find(({ oid }) => oid === '2.5.29.17')
  return alternative?.critical
    ? undefined
    : fault('malformed', 'RFC 5280 §4.1.2.6', 'There is neither a subject nor a critical subjectAltName.')
}
