import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomFillSync } from 'node:crypto'

/** Keeps messages unreadable at rest, and hashes identity numbers for searching. */
export interface Sealer {
  /** AES-256-GCM; `context` is bound in and must be the same on opening. */
  seal(plain: Uint8Array, context: string): Buffer
  /** Throws when a byte of the sealed bytes or of the context differs. */
  open(sealed: Uint8Array, context: string): Buffer
  /** HMAC-SHA-256, base64url. */
  keyedHash(text: string): string
}

const nonceBytes = 12
const tagBytes = 16

/** `master`: 32 random bytes; one key for sealing and one for hashing are derived from it (HKDF, RFC 5869). */
export function createSealer(master: Uint8Array): Sealer {
  const sealing = derive(master, 'seal')
  const hashing = derive(master, 'keyed-hash')
  const nextNonce = createNonces()
  return {
    seal(plain, context) {
      const nonce = nextNonce()
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce)
      cipher.setAAD(Buffer.from(context))
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    },
    open(sealed, context) {
      const decipher = createDecipheriv('aes-256-gcm', sealing, sealed.subarray(0, nonceBytes))
      decipher.setAAD(Buffer.from(context))
      decipher.setAuthTag(sealed.subarray(-tagBytes))
      return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()])
    },
    keyedHash: (text) => createHmac('sha256', hashing).update(text).digest('base64url'),
  }
}

/** Random nonces, drawn many at a time: each call of the generator costs about 2 µs. */
function createNonces(): () => Buffer {
  const drawn = Buffer.alloc(nonceBytes * 256)
  let used = drawn.length
  return () => {
    if (used === drawn.length) {
      randomFillSync(drawn)
      used = 0
    }
    used += nonceBytes
    return drawn.subarray(used - nonceBytes, used)
  }
}

function derive(master: Uint8Array, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `yangtze-delta-exchange-gateway ${use}`, 32))
}
