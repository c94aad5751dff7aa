import { createCipheriv, createDecipheriv } from 'node:crypto'

type Mode = 'ecb' | 'cbc'

/** AES with PKCS#5 padding; CBC takes the key's first 16 bytes as initialisation vector. Throws where the key has no length of AES. */
export function aesEncrypted(bytes: Uint8Array, mode: Mode, key: string): Buffer {
  const cipher = createCipheriv(...parameters(mode, key))
  return Buffer.concat([cipher.update(bytes), cipher.final()])
}

/** The reverse. Throws where the padding shows that the key is another. */
export function aesDecrypted(bytes: Uint8Array, mode: Mode, key: string): Buffer {
  const decipher = createDecipheriv(...parameters(mode, key))
  return Buffer.concat([decipher.update(bytes), decipher.final()])
}

function parameters(mode: Mode, key: string): [string, Buffer, Buffer | null] {
  const bytes = keyBytes(key)
  return [`aes-${bytes.length * 8}-${mode}`, bytes, mode === 'cbc' ? bytes.subarray(0, 16) : null]
}

/** 32 hex digits are a text of 32 characters: so take vendors their keys, an AES-256 key where one of AES-128 is meant. */
function keyBytes(key: string): Buffer {
  const text = Buffer.from(key)
  if ([16, 24, 32].includes(text.length)) return text
  if ([48, 64].includes(text.length) && /^[0-9A-Fa-f]+$/.test(key)) return Buffer.from(key, 'hex')
  throw new RangeError('no AES key')
}
