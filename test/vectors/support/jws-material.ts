import { createPublicKey, type KeyObject, sign as signBytes } from 'node:crypto'
import { messageType } from '../../../src/domain/message-type.ts'
import { certificateToPem } from '../../../src/trust/certificate.ts'
import { newKey, type NewKeyType } from '../../../src/trust/keys.ts'
import { headerOf, rawToken } from '../../support/member-client.ts'
import { intermediate, member, root } from '../../trust/support/pki.ts'

/** A member with a key of its own, and what tokens in its name are made of. */
export interface Signatory {
  readonly key: KeyObject
  readonly publicKey: KeyObject
  /** PEM. */
  readonly certificate: string
  readonly thumbprint: string
  /** Base64 DER, leaf first. */
  readonly x5c: readonly string[]
}

const anchor = root()
const issuer = intermediate(anchor, '长三角签发证书')

export function signatory(type: NewKeyType): Signatory {
  const key = newKey(type)
  const publicKey = createPublicKey(key)
  const certificate = member(issuer, { publicKey })
  return {
    key,
    publicKey,
    certificate: certificateToPem(certificate),
    thumbprint: certificate.thumbprint,
    x5c: [certificate, issuer.certificate].map(({ der }) => Buffer.from(der).toString('base64')),
  }
}

export const suzhou = signatory('P-256')
export const hangzhou = signatory('P-256')
export const payload = { jti: '0197f0a0-0000-7000-8000-000000000001', iss: '320500000000001' }

/** The payload under a changed header, honestly signed. */
export function under(changes: Record<string, unknown>, by = suzhou): string {
  return rawToken(headerOf(by, changes), payload, by.key)
}

/** The payload under a header of these very bytes, honestly signed. */
export function underText(header: string | Uint8Array): string {
  return rawToken(header, payload, suzhou.key)
}

export const honestHeader = headerOf(suzhou)
export const honest = under({})
export const [header64 = '', payload64 = '', signature64 = ''] = honest.split('.')
export const signature: Buffer = Buffer.from(signature64, 'base64url')

/** The honest header and payload with another signature. */
export function withSignature(bytes: Uint8Array): string {
  return `${header64}.${payload64}.${Buffer.from(bytes).toString('base64url')}`
}

/** Signs a signing input that `rawToken` would not make. */
export function signedText(input: string): string {
  const bytes = signBytes('sha256', Buffer.from(input), { key: suzhou.key, dsaEncoding: 'ieee-p1363' })
  return `${input}.${bytes.toString('base64url')}`
}

/** Order of P-256. */
const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

function scalar(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
}

export const order = scalar(n)

/** The other of the two signatures that ECDSA has for the same bytes: (r, n - s). */
export function twin(of: Buffer): Buffer {
  const s = BigInt(`0x${of.subarray(32).toString('hex')}`)
  return Buffer.concat([of.subarray(0, 32), scalar(n - s)])
}

/** The last character of base64url with its unused bits set; the part must have some. */
export function unusedBits(part: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return part.slice(0, -1) + alphabet.charAt(alphabet.indexOf(part.at(-1) ?? '') + 1)
}

/** The honest header as JSON, with spaces behind it until its base64url ends in two padding characters. */
export function paddableHeader(): string {
  const text = JSON.stringify(honestHeader)
  return text + ' '.repeat((4 - (Buffer.byteLength(text) % 3)) % 3)
}

export const requestType = messageType.request
