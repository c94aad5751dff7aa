import { hash, type KeyObject } from 'node:crypto'
import { type KeyServer, signerUnavailable } from './key-server.ts'
import { type KeySigner, signingAlgorithm } from './signer.ts'
import { signatureHolds } from './verify.ts'

/**
 * A signer whose key lives in a signing server. It gets the digest where the algorithm allows, so nothing personal goes there,
 * and no signature of it is used that the certificate's public key does not verify. Fails with KEY_UNUSABLE for a kind of
 * key that no algorithm takes; its promises fail with SIGNER_UNAVAILABLE.
 */
export function createRemoteSigner(server: KeyServer, publicKey: KeyObject): KeySigner {
  const algorithm = signingAlgorithm(publicKey)
  return {
    algorithm,
    async sign(given) {
      const bytes = Uint8Array.from(given)
      const what = algorithm.hash === null ? { bytes } : { digest: hash(algorithm.hash, bytes, 'buffer') }
      const signature = await server.ask('/sign', { algorithm: algorithm.name, ...what }, 'signature')
      if (signatureHolds(algorithm, bytes, publicKey, signature)) return signature
      throw signerUnavailable(new Error('the signing server’s signature is not one of the certificate’s key'))
    },
  }
}
