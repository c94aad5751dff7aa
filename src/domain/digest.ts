import { hash } from 'node:crypto'

/** SHA-256 of bytes, base64url without padding: binds an answer to its request and a journal entry to both. */
export function digestOf(bytes: Uint8Array | string): string {
  return hash('sha256', bytes, 'base64url')
}
