import { type KeyObject, sign } from 'node:crypto'
import type { MessageType } from '../domain/message-type.ts'
import { GatewayError } from '../errors.ts'
import { type Algorithm, algorithmFor } from './algorithms.ts'

/**
 * Signs bytes with one key. The key may live elsewhere: in a signing server (签名验签服务器) or a hardware module; then
 * signatures are promised, and fail with SIGNER_UNAVAILABLE.
 */
export interface KeySigner {
  algorithm: Algorithm
  /** `bytes` are the caller's own again after the call, also where the signature is only promised. */
  sign(bytes: Uint8Array): Buffer | Promise<Buffer>
}

/** A signer whose key is in memory: nobody has to wait. */
export interface MemoryKeySigner extends KeySigner {
  sign(bytes: Uint8Array): Buffer
}

/** Makes compact JWS in one member's name. */
export interface TokenSigner {
  /** The signed token's bytes; `withChain` adds `x5c`, so that it can be verified without the directory. */
  sign(type: MessageType, payload: unknown, options?: { withChain?: boolean }): Buffer | Promise<Buffer>
}

export interface MemoryTokenSigner extends TokenSigner {
  sign(type: MessageType, payload: unknown, options?: { withChain?: boolean }): Buffer
}

/** Room for a dot and the longest signature, base64url; the gate lets none through above 1 KiB. */
const maxSignature = 1025

/** A signer over a private key in memory. Fails with KEY_UNUSABLE for a kind of key that no algorithm of the table takes. */
export function createKeySigner(key: KeyObject): MemoryKeySigner {
  const algorithm = signingAlgorithm(key)
  const options = { key, ...algorithm.parameters }
  return { algorithm, sign: (bytes) => sign(algorithm.hash, bytes, options) }
}

/** The algorithm with which a key, public or private, signs. Fails with KEY_UNUSABLE for a kind of key that none takes. */
export function signingAlgorithm(key: KeyObject): Algorithm {
  const algorithm = algorithmFor(key)
  if (algorithm) return algorithm
  throw new GatewayError('KEY_UNUSABLE', {
    detail: 'signing needs a P-256, P-384, Ed25519 or RSA (2048 bits or more) key',
  })
}

interface SigningCertificate {
  /** SHA-256 of the certificate, base64url. */
  thumbprint: string
  /** Its DER and that of its intermediates, leaf first. */
  chain: readonly Uint8Array[]
}

/**
 * A token signer for one certificate. Headers are encoded once per message type. With a key in memory the token is there at
 * once, without a promise.
 */
export function createTokenSigner(signer: MemoryKeySigner, certificate: SigningCertificate): MemoryTokenSigner
export function createTokenSigner(signer: KeySigner, certificate: SigningCertificate): TokenSigner
export function createTokenSigner(signer: KeySigner, certificate: SigningCertificate): TokenSigner {
  const headers = new Map<string, string>()
  // All tokens are put together here: large buffers for each would make the garbage collector run twice as often.
  let scratch = Buffer.allocUnsafe(32 * 1024)
  const x5c = certificate.chain.map((der) => Buffer.from(der).toString('base64'))
  function header(typ: MessageType, withChain: boolean): string {
    const key = `${typ} ${withChain}`
    let encoded = headers.get(key)
    if (encoded === undefined) {
      const members = {
        alg: signer.algorithm.name,
        typ,
        'x5t#S256': certificate.thumbprint,
        ...(withChain && { x5c }),
      }
      encoded = Buffer.from(JSON.stringify(members)).toString('base64url')
      headers.set(key, encoded)
    }
    return encoded
  }
  return {
    sign(type, payload, { withChain = false } = {}) {
      const start = `${header(type, withChain)}.`
      const json = JSON.stringify(payload)
      // A character of JSON is at most three bytes, four in base64url.
      const room = start.length + 4 * json.length + maxSignature
      if (scratch.length < room) scratch = Buffer.allocUnsafe(room)
      const body = scratch.toString('base64url', 0, scratch.write(json))
      let end = scratch.write(start, 'latin1')
      end += scratch.write(body, end, 'latin1')
      const signature = signer.sign(scratch.subarray(0, end))
      if (signature instanceof Promise) return promised(Buffer.from(scratch.subarray(0, end)), signature)
      end += scratch.write(`.${signature.toString('base64url')}`, end, 'latin1')
      return Buffer.from(scratch.subarray(0, end))
    },
  }
}

async function promised(input: Buffer, signature: Promise<Buffer>): Promise<Buffer> {
  return Buffer.concat([input, Buffer.from(`.${(await signature).toString('base64url')}`, 'latin1')])
}
