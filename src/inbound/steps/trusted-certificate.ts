import type { Identified } from '../stages.ts'

/**
 * The signing certificate has a valid path to an anchor now, on which nothing is revoked; gives the moment that the revocation data
 * speaks of. Fails with CERTIFICATE_UNTRUSTED, CERTIFICATE_REVOKED or REVOCATION_UNKNOWN.
 */
export function trustedCertificate(exchange: Identified): { revocationAsOf: number | undefined } {
  return { revocationAsOf: exchange.certificate.assertTrusted(exchange.at) }
}
