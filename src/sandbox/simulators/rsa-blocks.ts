import { constants, createPrivateKey, createPublicKey, privateDecrypt, publicEncrypt } from 'node:crypto'

const padding = constants.RSA_PKCS1_PADDING

/** What PKCS#1 v1.5 needs of every block. */
const overhead = 11

/** Base64 of `bytes` in blocks as long as the key in PEM takes, as Java programs encrypt what is longer than one. */
export function sealedFor(publicKey: string, bytes: Buffer): string {
  const key = createPublicKey(publicKey)
  const size = lengthOf(key.asymmetricKeyDetails?.modulusLength) - overhead
  return Buffer.concat(cut(bytes, size).map((block) => publicEncrypt({ key, padding }, block))).toString(
    'base64',
  )
}

/** What was sealed for the key in PEM; undefined where it is no such thing. What was sealed for another key is garbage. */
export function unsealed(privateKey: string, text: string): Buffer | undefined {
  const key = createPrivateKey(privateKey)
  const bytes = Buffer.from(text, 'base64')
  // A plus sign that came as a space, as where a form was not percent-encoded
  if (bytes.length === 0 || bytes.toString('base64') !== text) return undefined
  try {
    const size = lengthOf(key.asymmetricKeyDetails?.modulusLength)
    return Buffer.concat(cut(bytes, size).map((block) => privateDecrypt({ key, padding }, block)))
  } catch {
    return undefined
  }
}

function lengthOf(modulusBits = 0): number {
  return Math.ceil(modulusBits / 8)
}

function cut(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  )
}
