import { readStrictJson } from '../domain/strict-json.ts'
import { GatewayError } from '../errors.ts'

/** Carries JSON to a path of the server and gives the answer's bytes, bounded in time and size. */
export type CallKeyServer = (path: string, json: Buffer) => Promise<Buffer>

/** One key of a signing server (签名验签服务器), by docs/operations.md ("Signing server"). */
export interface KeyServer {
  /** What `path` gives for these bytes, or for their digest. Fails with SIGNER_UNAVAILABLE; why stands in `cause`, for the log only. */
  ask(
    path: '/sign' | '/decrypt',
    question: { algorithm: string; digest?: Uint8Array; bytes?: Uint8Array },
    member: 'signature' | 'plaintext',
  ): Promise<Buffer>
}

/** Seconds after which a repeat makes sense. */
const retryAfterSeconds = 5

export function createKeyServer(call: CallKeyServer, keyId: string): KeyServer {
  return {
    async ask(path, { algorithm, digest, bytes }, member) {
      const question = {
        keyId,
        algorithm,
        ...(digest && { digest: base64url(digest) }),
        ...(bytes && { bytes: base64url(bytes) }),
      }
      let answer: Buffer
      try {
        answer = await call(path, Buffer.from(JSON.stringify(question)))
      } catch (cause) {
        throw signerUnavailable(cause)
      }
      return bytesIn(answer, member)
    },
  }
}

/** Callers are told that much; addresses and reasons are nobody else's business. */
export function signerUnavailable(cause: unknown): GatewayError {
  return new GatewayError('SIGNER_UNAVAILABLE', { where: 'keys.sign.server', retryAfterSeconds, cause })
}

function bytesIn(answer: Buffer, member: string): Buffer {
  const json = readStrictJson(answer, 4)
  if (!json.ok) throw signerUnavailable(new Error(`the signing server's answer: ${json.fault}`))
  const found = memberOf(json.value, member)
  if (typeof found === 'string') {
    const bytes = Buffer.from(found, 'base64url')
    if (bytes.toString('base64url') === found) return bytes
  }
  throw signerUnavailable(new Error(`the signing server's answer has no ${member} in base64url`))
}

function memberOf(value: unknown, member: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, member)
    ? (value as Record<string, unknown>)[member]
    : undefined
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
