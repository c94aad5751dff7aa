import {
  constants,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  sign,
} from 'node:crypto'

const padding = constants.RSA_PKCS1_PADDING

/** Bytes that PKCS#1 v1.5 padding takes of a block (RFC 8017 section 7.2.1). */
const paddingBytes = 11

/** PKCS#1 v1.5 in blocks as long as the key allows, by a public key in PEM. */
export function rsaEncrypted(bytes: Buffer, pem: string): Buffer {
  const key = rsaKey(createPublicKey(pem))
  const size = blockBytes(key) - paddingBytes
  return Buffer.concat(blocks(bytes, size).map((block) => publicEncrypt({ key, padding }, block)))
}

/**
 * The reverse, by a private key in PEM. Bytes encrypted for another key give random ones (implicit rejection of OpenSSL 3.2)
 * and no error, so that nothing can be learnt by sending such bytes.
 */
export function rsaDecrypted(bytes: Buffer, pem: string): Buffer {
  const key = rsaKey(createPrivateKey(pem))
  if (bytes.length % blockBytes(key) !== 0) throw new RangeError('no whole blocks')
  return Buffer.concat(blocks(bytes, blockBytes(key)).map((block) => privateDecrypt({ key, padding }, block)))
}

/** Signature (RSASSA-PKCS1-v1_5 with SHA-1, SHA1withRSA elsewhere), by a private key in PEM: weak, but what vendors check. */
export function rsaSha1Signature(bytes: Buffer, pem: string): Buffer {
  return sign('sha1', bytes, rsaKey(createPrivateKey(pem)))
}

function rsaKey(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'rsa') throw new TypeError('no RSA key')
  return key
}

function blockBytes(key: KeyObject): number {
  return Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8)
}

function blocks(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.max(1, Math.ceil(bytes.length / size)) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  )
}
