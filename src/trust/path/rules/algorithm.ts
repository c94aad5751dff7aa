import { signatureScheme } from '../../algorithms.ts'
import type { Certificate } from '../../certificate.ts'
import type { Fault, Position } from '../types.ts'
import { fault } from './rule.ts'

/** Both places name the same algorithm, parameters included (RFC 5280 §4.1.1.2), and policy allows it; an anchor's proves nothing. */
export function checkAlgorithm(
  { innerAlgorithm, outerAlgorithm }: Certificate,
  position: Position,
): Fault | undefined {
  if (position === 'anchor') return undefined
  if (Buffer.compare(innerAlgorithm.der, outerAlgorithm.der) !== 0) {
    return fault('algorithm', 'RFC 5280 §4.1.1.2', 'The signed and the outer signature algorithm differ.')
  }
  if (signatureScheme(innerAlgorithm)) return undefined
  return fault('algorithm', 'policy', `The signature algorithm ${innerAlgorithm.oid} is not allowed.`)
}
