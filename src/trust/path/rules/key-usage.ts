import type { Certificate } from '../../certificate.ts'
import type { Fault, Position } from '../types.ts'
import { fault, type RuleContext } from './rule.ts'

/**
 * keyCertSign for whoever issues (RFC 5280 §6.1.4 n); digitalSignature for leaves, which all sign something:
 * messages, or a TLS handshake. Absent means unrestricted.
 */
export function checkKeyUsage(
  { extensions }: Certificate,
  position: Position,
  { request: { purpose } }: RuleContext,
): Fault | undefined {
  const usage = extensions.keyUsage
  if (!usage) return undefined
  const clause = 'RFC 5280 §4.2.1.3'
  if (usage.size === 0) return fault('malformed', clause, 'keyUsage has no bit set.')
  if (usage.has('keyCertSign') && !extensions.basicConstraints?.ca) {
    return fault('malformed', clause, 'keyCertSign stands in a certificate that is not a CA.')
  }
  if (position !== 'leaf' && !usage.has('keyCertSign')) {
    return fault('key-usage', 'RFC 5280 §6.1.4 (n)', 'The issuer’s key is not for signing certificates.')
  }
  if (position === 'leaf' && purpose !== 'any' && !usage.has('digitalSignature')) {
    return fault('key-usage', clause, 'The key is not for digital signatures.')
  }
  return undefined
}
