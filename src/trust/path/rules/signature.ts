import { signatureScheme } from '../../algorithms.ts'
import type { Certificate } from '../../certificate.ts'
import { signatureHolds } from '../../signatures.ts'
import type { Fault } from '../types.ts'
import { fault, type RuleContext } from './rule.ts'

/** The signature over the exact signed bytes holds under the issuer's key (RFC 5280 §6.1.3 a 1). */
export function checkSignature(
  certificate: Certificate,
  issuer: Certificate,
  { meter }: RuleContext,
): Fault | undefined {
  const scheme = signatureScheme(certificate.innerAlgorithm)
  meter.spend('signatures')
  if (scheme && signatureHolds(scheme, issuer.publicKey, certificate.tbs, certificate.signature))
    return undefined
  return fault('signature', 'RFC 5280 §6.1.3 (a)(1)', 'Not signed by the issuer’s key.')
}
