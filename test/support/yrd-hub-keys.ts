import { constants, createPublicKey, generateKeyPairSync, privateDecrypt, publicEncrypt } from 'node:crypto'

const padding = constants.RSA_PKCS1_PADDING

interface Pair {
  publicKey: string
  privateKey: string
}

function pair(): Pair {
  // Small, so that every message takes many blocks
  return generateKeyPairSync('rsa', {
    modulusLength: 1024,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

export const hub = pair()
export const caller = pair()
export const stranger = pair()

/** Of a 1024-bit key. */
const blockLength = 128

/** By hand: Base64 of RSA blocks, for a public key of 1024 bits. */
export function sealed(text: string | Buffer, { publicKey } = caller): string {
  const key = createPublicKey(publicKey)
  return cut(Buffer.from(text), blockLength - 11)
    .reduce((all, block) => Buffer.concat([all, publicEncrypt({ key, padding }, block)]), Buffer.alloc(0))
    .toString('base64')
}

export function opened(text: string, { privateKey }: Pair): Buffer {
  const blocks = cut(Buffer.from(text, 'base64'), blockLength)
  return Buffer.concat(blocks.map((block) => privateDecrypt({ key: privateKey, padding }, block)))
}

function cut(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  )
}
