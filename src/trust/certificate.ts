import { createHash, type KeyObject } from 'node:crypto'
import { GatewayError } from '../errors.ts'
import { keyKind, readAlgorithmIdentifier, type AlgorithmIdentifier, type KeyKind } from './algorithms.ts'
import { malformed, readDer, tag, type DerNode } from './der/read.ts'
import { readTime } from './der/time.ts'
import { universalRules } from './der/universal.ts'
import { expectTag, readOctetBits } from './der/values.ts'
import { readExtensions, type Extensions } from './extensions/read.ts'
import { readName, type DistinguishedName } from './names.ts'
import { fromPem, toPem } from './pem.ts'
import { readPublicKey } from './public-key.ts'

/** A certificate, read once and frozen (RFC 5280 §4.1). That it was read says nothing about trust. */
export interface Certificate {
  readonly der: Uint8Array
  /** The exact bytes that the signature covers. */
  readonly tbs: Uint8Array
  readonly signature: Uint8Array
  /** SHA-256 of `der`, base64url: the `x5t#S256` of RFC 7515 §4.1.8. */
  readonly thumbprint: string
  /** 1, 2 or 3. */
  readonly version: number
  /** Content octets of the serial number in lower-case hex, two's complement as encoded. */
  readonly serial: string
  readonly subject: DistinguishedName
  readonly issuer: DistinguishedName
  /** First and last moment of validity, both included; epoch milliseconds. */
  readonly notBefore: number
  readonly notAfter: number
  readonly publicKey: KeyObject
  /** The SubjectPublicKeyInfo as it stands. */
  readonly spki: Uint8Array
  readonly key: KeyKind
  /** Of the signed part, and of the envelope; RFC 5280 §4.1.1.2 wants them equal. */
  readonly innerAlgorithm: AlgorithmIdentifier
  readonly outerAlgorithm: AlgorithmIdentifier
  readonly extensions: Extensions
}

const maximumBytes = 65_536

/**
 * Reads one certificate in strict DER.
 * @throws GatewayError CERTIFICATE_UNTRUSTED when the bytes are anything else
 */
export function readCertificate(der: Uint8Array): Certificate {
  if (der.length > maximumBytes) throw malformed('证书超过 64 KiB The certificate is larger than 64 KiB.')
  const copy = Uint8Array.from(der)
  const [tbs, outer, bits, ...rest] = expectTag(readDer(copy), tag.sequence, 'certificate').children
  if (rest.length > 0) throw malformed('证书含有未知成员 The certificate has unknown members.')
  const signed = expectTag(tbs, tag.sequence, 'tbsCertificate')
  return Object.freeze({
    der: copy,
    tbs: signed.bytes,
    signature: readOctetBits(bits, 'signatureValue'),
    thumbprint: createHash('sha256').update(copy).digest('base64url'),
    outerAlgorithm: readAlgorithmIdentifier(outer, 'signatureAlgorithm'),
    ...readSigned([...signed.children]),
  })
}

type SignedPart = Omit<Certificate, 'der' | 'tbs' | 'signature' | 'thumbprint' | 'outerAlgorithm'>

/** TBSCertificate, member by member in the order of RFC 5280 §4.1. */
function readSigned(members: DerNode[]): SignedPart {
  const version = readVersion(members[0]?.tag === 0xa0 ? members.shift() : undefined)
  const serial = expectTag(members.shift(), tag.integer, 'serialNumber').content
  const innerAlgorithm = readAlgorithmIdentifier(members.shift(), 'signature')
  const issuer = readName(members.shift(), 'issuer')
  const validity = expectTag(members.shift(), tag.sequence, 'validity').children
  const subject = readName(members.shift(), 'subject')
  const spki = members.shift()
  const publicKey = readPublicKey(spki)
  const extensions = readOptional(members, version)
  if (validity.length !== 2) throw malformed('证书有效期不是两个时间 validity is not two times.')
  return {
    version,
    serial: Buffer.from(serial).toString('hex'),
    innerAlgorithm,
    issuer,
    notBefore: readValidityTime(validity[0]),
    notAfter: readValidityTime(validity[1]),
    subject,
    spki: spki?.bytes ?? new Uint8Array(),
    publicKey,
    key: keyKind(publicKey),
    extensions,
  }
}

/** RFC 5280 §4.1.2.1; version 1 is the default, which DER leaves out. */
function readVersion(node: DerNode | undefined): number {
  if (!node) return 1
  const [number, ...rest] = node.children
  const value = expectTag(number, tag.integer, 'version').content
  if (rest.length > 0 || value.length !== 1 || (value[0] !== 1 && value[0] !== 2)) {
    throw malformed('证书版本应为 2 或 3 version is neither 2 nor 3.')
  }
  return value[0] + 1
}

/** Unique identifiers (versions 2 and 3) and extensions (version 3), RFC 5280 §4.1.2.8 and §4.1.2.9. */
function readOptional(members: DerNode[], version: number): Extensions {
  for (const identifier of [0x81, 0x82]) {
    if (members[0]?.tag === identifier) {
      if (version === 1)
        throw malformed('版本 1 的证书不应有唯一标识 A version 1 certificate has a unique identifier.')
      checkBitString(members.shift()?.content ?? new Uint8Array())
    }
  }
  const wrapper = members.shift()
  if (!wrapper) return Object.freeze({ all: [] })
  if (wrapper.tag !== 0xa3 || members.length > 0)
    throw malformed('tbsCertificate 含有未知成员 tbsCertificate has unknown members.')
  if (version !== 3) throw malformed('仅版本 3 的证书可有扩展 Only version 3 certificates have extensions.')
  const [list, ...rest] = wrapper.children
  if (!list || rest.length > 0) throw malformed('证书扩展不是一个列表 extensions is not one list.')
  return readExtensions(list)
}

/** Under an implicit tag the type does not show, so its rule is asked for. */
function checkBitString(content: Uint8Array): void {
  const fault = universalRules[tag.bitString]?.(content, [])
  if (fault) throw malformed(fault)
}

const firstGeneralizedYear = Date.UTC(2050, 0)

/** RFC 5280 §4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050. */
export function readValidityTime(node: DerNode | undefined): number {
  const utc = node?.tag === tag.utcTime
  const { content } = expectTag(node, utc ? tag.utcTime : tag.generalizedTime, 'validity')
  const time = readTime(content, utc ? 'utc' : 'generalized')
  if (time === undefined || (!utc && time < firstGeneralizedYear))
    throw malformed('证书中的时间格式不符 A time is not in its form.')
  return time
}

/**
 * All certificates of a PEM text, in order; text between the blocks is ignored.
 * @throws GatewayError CERTIFICATE_UNTRUSTED when there is none or one cannot be read
 */
export function certificatesFromPem(text: string): Certificate[] {
  const blocks = fromPem('CERTIFICATE', text)
  if (!blocks || blocks.length === 0) {
    throw new GatewayError('CERTIFICATE_UNTRUSTED', {
      where: 'pem',
      detail: '文件内容中没有完整的 PEM 证书 The text holds no whole PEM certificate.',
    })
  }
  return blocks.map(readCertificate)
}

/** PEM text of a certificate. */
export function certificateToPem({ der }: Certificate): string {
  return toPem('CERTIFICATE', der)
}
