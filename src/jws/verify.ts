import { type KeyObject, verify } from 'node:crypto'
import { GatewayError } from '../errors.ts'
import type { Algorithm } from './algorithms.ts'
import type { Jws } from './compact.ts'

/**
 * Checks a token's signature over the bytes received (RFC 7515 section 5.2) with a certificate's public key.
 * Synchronous node:crypto: it costs 75 % of jose's time here; jose is the reference in tests and in offline verification.
 * Fails with ALGORITHM_REFUSED where algorithm and key do not fit, SIGNATURE_INVALID otherwise.
 */
export function verifySignature(token: Jws, key: KeyObject): void {
  const { algorithm, signature } = token
  if (!algorithm.fits(key)) {
    throw new GatewayError('ALGORITHM_REFUSED', {
      where: 'alg',
      detail: `${algorithm.name} does not fit the certificate key`,
    })
  }
  if (!signatureHolds(algorithm, token.signingInput, key, signature)) {
    throw new GatewayError('SIGNATURE_INVALID', {
      where: 'signature',
      diagnosis: {
        algorithm: algorithm.name,
        signatureBytes: signature.length,
        expectedSignatureBytes: algorithm.signatureBytes,
        signingInput: token.signingInput.toString('latin1'),
      },
    })
  }
}

/** Whether it is a signature of these bytes; the key must be of the algorithm's kind. */
export function signatureHolds(
  algorithm: Algorithm,
  bytes: Uint8Array,
  key: KeyObject,
  signature: Uint8Array,
): boolean {
  const rightLength = algorithm.signatureBytes === undefined || signature.length === algorithm.signatureBytes
  return rightLength && verify(algorithm.hash, bytes, { key, ...algorithm.parameters }, signature)
}
