import type { Certificate } from '../../certificate.ts'
import type { Fault, Position } from '../types.ts'
import { fault, type RuleContext } from './rule.ts'

/**
 * Whoever issues is a CA and says so (RFC 5280 §6.1.4 k), and no CA does a member's work:
 * RFC 5280 would let it be the last of a path, policy lets it for the purpose `any` only.
 */
export function checkBasicConstraints(
  { extensions: { basicConstraints } }: Certificate,
  position: Position,
  { request: { purpose } }: RuleContext,
): Fault | undefined {
  const ca = basicConstraints?.ca === true
  if (basicConstraints?.pathLength !== undefined && !ca) {
    return fault('malformed', 'RFC 5280 §4.2.1.9', 'A path length stands beside cA FALSE.')
  }
  if (position !== 'leaf' && !ca) {
    return fault('not-a-ca', 'RFC 5280 §6.1.4 (k)', 'The issuer is not marked as a CA.')
  }
  if (position === 'leaf' && ca && purpose !== 'any') {
    return fault('is-a-ca', 'policy', 'The certificate is of a CA, and is used as a member’s.')
  }
  return undefined
}
