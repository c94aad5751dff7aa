import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { GatewayError } from '../errors.ts'
import { keyFault, keyKind } from './algorithms.ts'
import type { Certificate } from './certificate.ts'

export type NewKeyType = 'P-256' | 'P-384' | 'Ed25519' | 'RSA-2048' | 'RSA-3072'

const makers: Readonly<Record<NewKeyType, () => KeyObject>> = {
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  'P-384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  Ed25519: () => generateKeyPairSync('ed25519').privateKey,
  'RSA-2048': () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  'RSA-3072': () => generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey,
}

/** A new private key. RSA takes up to a second. */
export function newKey(type: NewKeyType): KeyObject {
  return makers[type]()
}

/** PKCS#8 PEM; with a passphrase encrypted (PBES2, PBKDF2, AES-256-CBC; RFC 8018). */
export function keyToPem(key: KeyObject, passphrase?: string): string {
  const encryption = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }
  return key.export({ format: 'pem', type: 'pkcs8', ...encryption }).toString()
}

/**
 * Reads a private key: PEM (PKCS#8, encrypted or not, PKCS#1, SEC 1) or DER (PKCS#8), of a kind that policy allows.
 * @throws GatewayError KEY_UNUSABLE, saying whether the passphrase, the format or the kind of key is at fault
 */
export function readKey(source: string | Uint8Array, passphrase?: string): KeyObject {
  const key = parse(source, passphrase)
  const fault = keyFault(keyKind(createPublicKey(key)))
  if (fault !== undefined)
    throw new GatewayError('KEY_UNUSABLE', { where: 'key', detail: `密钥不符合要求 ${fault}` })
  return key
}

function parse(source: string | Uint8Array, passphrase: string | undefined): KeyObject {
  const options = passphrase === undefined ? {} : { passphrase }
  try {
    if (typeof source === 'string') return createPrivateKey({ key: source, format: 'pem', ...options })
    return createPrivateKey({ key: Buffer.from(source), format: 'der', type: 'pkcs8', ...options })
  } catch (cause) {
    throw new GatewayError('KEY_UNUSABLE', { where: 'key', detail: explain(cause, passphrase), cause })
  }
}

function explain(cause: unknown, passphrase: string | undefined): string {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
  if (code === 'ERR_MISSING_PASSPHRASE' || /INTERRUPTED_OR_CANCELLED/.test(code)) {
    return '密钥已加密，但未提供口令 The key is encrypted, and no passphrase was given.'
  }
  if (/BAD_DECRYPT/.test(code)) return '口令不能解开该密钥 The passphrase does not open the key.'
  return passphrase === undefined
    ? '不是 PEM 或 PKCS#8 格式的私钥 This is not a private key in PEM or PKCS#8.'
    : '不是 PEM 或 PKCS#8 格式的私钥，或口令不能解开 This is not a private key in PEM or PKCS#8, or the passphrase does not open it.'
}

/** Whether the private key is the one of the certificate. */
export function keyFitsCertificate(key: KeyObject, { publicKey }: Certificate): boolean {
  return createPublicKey(key).equals(publicKey)
}
