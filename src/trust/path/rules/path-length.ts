import type { Certificate } from '../../certificate.ts'
import { fault, isSelfIssued, type Finding } from './rule.ts'

/**
 * No more CA certificates follow than each pathLenConstraint allows; self-issued ones do not count, and the
 * last certificate never does (RFC 5280 §6.1.4 l, m). The anchor's constraint counts as well (RFC 5937 §3).
 */
export function checkPathLength(path: readonly Certificate[]): Finding | undefined {
  let left = Infinity
  for (const [index, certificate] of path.slice(0, -1).entries()) {
    if (index > 0 && !isSelfIssued(certificate)) left -= 1
    if (left < 0) {
      return {
        certificate,
        fault: fault(
          'path-length',
          'RFC 5280 §6.1.4 (l)',
          'More CA certificates follow than an issuer allows.',
        ),
      }
    }
    left = Math.min(left, certificate.extensions.basicConstraints?.pathLength ?? Infinity)
  }
  return undefined
}
