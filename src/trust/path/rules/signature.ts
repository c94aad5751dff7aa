import { verify } from 'node:crypto'
import { signatureScheme } from '../../algorithms.ts'
import type { Certificate } from '../../certificate.ts'
import type { Fault } from '../types.ts'
import { fault, type RuleContext } from './rule.ts'

/** The signature over the exact signed bytes holds under the issuer's key (RFC 5280 §6.1.3 a 1). */
export function checkSignature(
  certificate: Certificate,
  issuer: Certificate,
  { meter }: RuleContext,
): Fault | undefined {
  const scheme = signatureScheme(certificate.innerAlgorithm)
  const clause = 'RFC 5280 §6.1.3 (a)(1)'
  if (!scheme?.keys.includes(issuer.key.kind)) {
    return fault('signature', clause, 'The issuer’s key is not one for the signature algorithm.')
  }
  meter.spend('signatures')
  return holds(certificate, issuer, scheme)
    ? undefined
    : fault('signature', clause, 'Not signed by the issuer’s key.')
}

type Scheme = NonNullable<ReturnType<typeof signatureScheme>>

function holds(
  { tbs, signature }: Certificate,
  { publicKey }: Certificate,
  { digest, options }: Scheme,
): boolean {
  try {
    return verify(digest, tbs, { key: publicKey, ...options }, signature)
  } catch {
    // A restricted RSA-PSS key throws where digest or salt are not the ones it allows.
    return false
  }
}
