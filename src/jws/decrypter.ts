import { constants, type KeyObject, privateDecrypt } from 'node:crypto'
import { GatewayError } from '../errors.ts'
import type { KeyServer } from './key-server.ts'

/** How a key was wrapped for us (RFC 7518 section 4.1): RSAES-OAEP with SHA-256, or RSAES-PKCS1-v1_5 of older systems. */
export type DecryptionAlgorithm = 'RSA-OAEP-256' | 'RSA1_5'

/** Opens what was encrypted for one RSA key, which may live in a signing server. Fails with DECRYPTION_FAILED or SIGNER_UNAVAILABLE. */
export interface Decrypter {
  decrypt(bytes: Uint8Array): Buffer | Promise<Buffer>
}

export interface MemoryDecrypter extends Decrypter {
  decrypt(bytes: Uint8Array): Buffer
}

const parameters = {
  'RSA-OAEP-256': { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
  RSA1_5: { padding: constants.RSA_PKCS1_PADDING },
}

/**
 * A decrypter over a private key in memory. With RSA1_5 OpenSSL answers wrong padding with bytes of no meaning, so that nobody
 * can ask about the padding (Bleichenbacher): what comes out must prove itself, as by an authentication tag.
 * Fails with KEY_UNUSABLE for what is no RSA key of 2048 bits or more.
 */
export function createKeyDecrypter(key: KeyObject, algorithm: DecryptionAlgorithm): MemoryDecrypter {
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048) {
    throw new GatewayError('KEY_UNUSABLE', { detail: 'decrypting needs an RSA key of 2048 bits or more' })
  }
  return {
    decrypt(bytes) {
      try {
        return privateDecrypt({ key, ...parameters[algorithm] }, bytes)
      } catch {
        // Not even the cause: how it failed is what an attacker asks for.
        throw new GatewayError('DECRYPTION_FAILED')
      }
    },
  }
}

/** A decrypter whose key lives in a signing server. */
export function createRemoteDecrypter(server: KeyServer, algorithm: DecryptionAlgorithm): Decrypter {
  return { decrypt: (bytes) => server.ask('/decrypt', { algorithm, bytes }, 'plaintext') }
}
