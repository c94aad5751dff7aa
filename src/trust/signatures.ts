import { verify, type KeyObject } from 'node:crypto'
import { keyKind, type SignatureScheme } from './algorithms.ts'

/** Whether the signature over exactly these bytes holds; never throws, whatever the key and the bytes are. */
export function signatureHolds(
  { keys, digest, options }: SignatureScheme,
  publicKey: KeyObject,
  signed: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (!keys.includes(keyKind(publicKey).kind)) return false
  try {
    return verify(digest, signed, { key: publicKey, ...options }, signature)
  } catch {
    // A restricted RSA-PSS key throws where digest or salt are not the ones it allows.
    return false
  }
}
