import { type KeyObject, sign } from 'node:crypto'
import type { MessageType } from '../domain/message-type.ts'
import { GatewayError } from '../errors.ts'
import { type Algorithm, algorithmFor } from './algorithms.ts'

/** Signs bytes with one key. The key may live elsewhere: in a signing server (签名验签服务器) or a hardware module. */
export interface KeySigner {
  algorithm: Algorithm
  sign(bytes: Uint8Array): Buffer
}

/** Makes compact JWS in one member's name. */
export interface TokenSigner {
  /** The signed token's bytes; `withChain` adds `x5c`, so that it can be verified without the directory. */
  sign(type: MessageType, payload: unknown, options?: { withChain?: boolean }): Buffer
}

/** A signer over a private key in memory. Fails with KEY_UNUSABLE for a kind of key that no algorithm of the table takes. */
export function createKeySigner(key: KeyObject): KeySigner {
  const algorithm = algorithmFor(key)
  if (!algorithm) {
    throw new GatewayError('KEY_UNUSABLE', {
      detail: 'signing needs a P-256, Ed25519 or RSA (2048 bits or more) key',
    })
  }
  const options = { key, ...algorithm.parameters }
  return { algorithm, sign: (bytes) => sign(algorithm.hash, bytes, options) }
}

/**
 * A token signer for one certificate. Headers are encoded once per message type.
 * `thumbprint` is the certificate's SHA-256 in base64url, `chain` its DER and that of its intermediates, leaf first.
 */
export function createTokenSigner(
  signer: KeySigner,
  certificate: { thumbprint: string; chain: readonly Uint8Array[] },
): TokenSigner {
  const headers = new Map<string, string>()
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
      const body = Buffer.from(JSON.stringify(payload)).toString('base64url')
      // Bytes, not a joined string, which would be flattened and copied for each of its two uses.
      const input = Buffer.allocUnsafe(start.length + body.length)
      input.write(start, 'latin1')
      input.write(body, start.length, 'latin1')
      return Buffer.concat([input, Buffer.from(`.${signer.sign(input).toString('base64url')}`, 'latin1')])
    },
  }
}
