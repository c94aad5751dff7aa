import { GatewayError } from '../errors.ts'
import type { CurrentDirectory } from '../speaker/ports.ts'

/** `not-told`: neither list nor responder, or no directory, says so at the moment. */
export type RevocationNow = 'holds' | 'fails' | 'not-told'

/**
 * Certificates end and are retired in the course of things; revoked they are because their key may have been in other hands at any
 * time. `now`: epoch milliseconds.
 */
export function revocationNow(thumbprint: string, directory: CurrentDirectory, now: number): RevocationNow {
  try {
    directory(now).signing(thumbprint)?.certificate.assertTrusted(now)
    return 'holds'
  } catch (thrown) {
    const code = thrown instanceof GatewayError ? thrown.code : undefined
    if (code === 'CERTIFICATE_REVOKED') return 'fails'
    return code === 'REVOCATION_UNKNOWN' || code === 'DIRECTORY_EXPIRED' ? 'not-told' : 'holds'
  }
}
