import type { Certificate } from '../../certificate.ts'
import { extensionOids } from '../../extensions/read.ts'
import type { Fault, Position } from '../types.ts'
import { fault } from './rule.ts'

/** The issuer is named, a CA is named, and subjectAltName is critical where it is the only name, and only there. */
export function checkNames(
  { subject, issuer, extensions }: Certificate,
  position: Position,
): Fault | undefined {
  if (issuer.rdnKeys.length === 0) return fault('malformed', 'RFC 5280 §4.1.2.4', 'The issuer has no name.')
  const named = subject.rdnKeys.length > 0
  if (!named && (position !== 'leaf' || extensions.basicConstraints?.ca)) {
    return fault('malformed', 'RFC 5280 §4.1.2.6', 'The CA has no name.')
  }
  const critical = extensions.all.find(({ oid }) => oid === extensionOids.subjectAltName)?.critical
  if (!named && critical !== true) {
    return fault(
      'malformed',
      'RFC 5280 §4.1.2.6',
      'There is neither a subject nor a critical subjectAltName.',
    )
  }
  if (named && critical === true) {
    return fault('malformed', 'RFC 5280 §4.2.1.6', 'subjectAltName is critical beside a subject.')
  }
  return undefined
}
