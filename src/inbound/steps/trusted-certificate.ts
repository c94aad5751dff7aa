import type { Identified } from '../stages.ts'

/** The signing certificate has a valid path to an anchor now. Fails with CERTIFICATE_UNTRUSTED. */
export function trustedCertificate(exchange: Identified): void {
  exchange.certificate.assertTrusted(exchange.at)
}
