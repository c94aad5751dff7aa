import type { Certificate } from '../../certificate.ts'
import type { Fault, Position } from '../types.ts'
import { fault, type RuleContext } from './rule.ts'

/**
 * Every certificate is valid at the time, both ends included (RFC 5280 §6.1.3 a 2).
 * Certificates count in whole seconds, so the last one is valid to its end. The anchor counts too, which §6.1
 * leaves open: an expired root is an operator who forgot, not a reason to trust.
 */
export function checkValidity(
  { notBefore, notAfter }: Certificate,
  _position: Position,
  { request: { time } }: RuleContext,
): Fault | undefined {
  const clause = 'RFC 5280 §6.1.3 (a)(2)'
  const second = Math.floor(time / 1000) * 1000
  if (second >= notBefore && second <= notAfter) return undefined
  if (second > notAfter)
    return fault('expired', clause, `Valid only until ${new Date(notAfter).toISOString()}.`)
  return fault('not-yet-valid', clause, `Valid only from ${new Date(notBefore).toISOString()}.`)
}
