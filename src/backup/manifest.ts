import type { BackupManifest } from '../contracts/generated/types.ts'
import { messageType } from '../domain/message-type.ts'
import { type ErrorCode, GatewayError, toGatewayError } from '../errors.ts'
import type { EvidenceTrust } from '../evidence/ports.ts'
import { payloadOf, typed } from '../evidence/signed-message.ts'
import { assertNamed } from '../evidence/verify-certificate.ts'

/** A manifest whose signature holds, and who signed it. */
export interface SignedManifest {
  manifest: BackupManifest
  /** Subject of the signing certificate, and its SHA-256 in base64url. */
  signedBy: { subject: string; thumbprint: string }
}

/** About the signer; everything else is a fault of the bytes. */
const ofSigner: readonly ErrorCode[] = ['CERTIFICATE_UNTRUSTED', 'ISSUER_MISMATCH', 'ALGORITHM_REFUSED']

/**
 * Verifies the last line of a backup with the certificates that it carries, at the time it was signed. Fails with BACKUP_INVALID, and where
 * the signer is not to be believed with CERTIFICATE_UNTRUSTED, ISSUER_MISMATCH or ALGORITHM_REFUSED.
 */
export async function verifyManifest(token: Buffer, trust: EvidenceTrust): Promise<SignedManifest> {
  try {
    const opened = typed(trust.open(token), [messageType.backup])
    const manifest = payloadOf(opened.payload, 'backup-manifest', trust.contracts)
    const certificate = trust.certificate(opened.chain)
    await opened.verify(certificate.key)
    certificate.assertTrusted(manifest.iat * 1000)
    assertNamed(opened, manifest.iss, trust)
    const { subject, thumbprint } = certificate
    return { manifest, signedBy: { subject, thumbprint } }
  } catch (thrown) {
    const error = toGatewayError(thrown)
    if (error.code === 'INTERNAL' || ofSigner.includes(error.code)) throw error
    const what = [error.code, error.where, error.detail].filter((each) => each !== undefined)
    const detail = `签名行不成立 the signed line does not hold: ${what.join(' ')}`
    throw new GatewayError('BACKUP_INVALID', { where: 'last line', detail, cause: error })
  }
}
