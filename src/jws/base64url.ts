import { GatewayError } from '../errors.ts'

const alphabet = /^[A-Za-z0-9_-]*$/

/** The bytes of a part in its only canonical spelling (RFC 7515 section 2). Fails with TOKEN_MALFORMED; `where` names the part. */
export function canonicalBytes(part: string, where: string): Buffer {
  const bytes = Buffer.from(part, 'base64url')
  if (bytes.toString('base64url') === part) return bytes
  if (!alphabet.test(part)) throw malformed(where, 'a character outside base64url')
  throw malformed(where, 'not the canonical base64url of its bytes')
}

export function malformed(where: string, detail: string): GatewayError {
  return new GatewayError('TOKEN_MALFORMED', { where, detail })
}
