import { GatewayError, toGatewayError } from '../../errors.ts'
import { readAlgorithmIdentifier, type AlgorithmIdentifier } from '../algorithms.ts'
import { readCertificate, type Certificate } from '../certificate.ts'
import { malformed, readDer, tag, type DerNode } from '../der/read.ts'
import { readTime } from '../der/time.ts'
import { expectTag, nonEmptySequence, readOctetBits, readOid } from '../der/values.ts'
import { listExtensions } from '../extensions/read.ts'
import { readName, type DistinguishedName } from '../names.ts'
import { readCertId, type CertId } from './cert-id.ts'
import { readReason, type RevocationReason } from './reasons.ts'

/** A basic OCSP response, read once (RFC 6960 §4.2.1). That it was read says nothing about who signed it. */
export interface OcspResponse {
  /** The exact bytes that the signature covers. */
  readonly tbs: Uint8Array
  readonly signature: Uint8Array
  readonly algorithm: AlgorithmIdentifier
  readonly responder: { readonly name: DistinguishedName } | { readonly keyHash: Uint8Array }
  /** Epoch milliseconds. */
  readonly producedAt: number
  readonly statuses: readonly SingleStatus[]
  readonly nonce?: Uint8Array
  /** What the responder sent along; any of them may be useless or hostile. */
  readonly certificates: readonly Certificate[]
}

/** What it says of one certificate. Instants in epoch milliseconds. */
export interface SingleStatus {
  readonly id: CertId
  readonly status:
    | { readonly kind: 'good' | 'unknown' }
    | { readonly kind: 'revoked'; readonly revokedAt: number; readonly reason: RevocationReason }
  readonly thisUpdate: number
  readonly nextUpdate?: number
}

const basicResponse = '1.3.6.1.5.5.7.48.1.1'
const nonceExtension = '1.3.6.1.5.5.7.48.1.2'
/** archiveCutoff, CRL references, service locator of RFC 6960 §4.4; they change nothing here. */
const knownExtensions: ReadonlySet<string> = new Set([
  nonceExtension,
  '1.3.6.1.5.5.7.48.1.3',
  '1.3.6.1.5.5.7.48.1.6',
])

const failures: Readonly<Record<number, string>> = {
  1: 'malformedRequest',
  2: 'internalError',
  3: 'tryLater',
  5: 'sigRequired',
  6: 'unauthorized',
}

/**
 * Reads one response in strict DER.
 * @throws GatewayError REVOCATION_UNKNOWN when it is none, or the responder says that it has no answer
 */
export function readOcspResponse(der: Uint8Array): OcspResponse {
  try {
    return readEnvelope(Uint8Array.from(der))
  } catch (cause) {
    const { code, detail = 'It cannot be read.' } = toGatewayError(cause)
    if (code === 'INTERNAL') throw cause
    throw new GatewayError('REVOCATION_UNKNOWN', { where: 'OCSP response', detail, cause })
  }
}

function readEnvelope(der: Uint8Array): OcspResponse {
  const [status, wrapper, ...rest] = expectTag(readDer(der), tag.sequence, 'OCSPResponse').children
  const { content } = expectTag(status, tag.enumerated, 'responseStatus')
  const code = content.length === 1 ? (content[0] ?? -1) : -1
  if (code !== 0) throw malformed(`The responder says ${failures[code] ?? 'something that is not defined'}.`)
  const [bytes, ...more] = wrapper?.tag === 0xa0 ? wrapper.children : []
  if (rest.length > 0 || more.length > 0) throw malformed('OCSPResponse has unknown members.')
  const [type, value, ...extra] = expectTag(bytes, tag.sequence, 'responseBytes').children
  if (extra.length > 0 || readOid(type, 'responseType') !== basicResponse) {
    throw malformed('The response is not a basic one.')
  }
  return readBasic(readDer(expectTag(value, tag.octetString, 'response').content))
}

function readBasic(node: DerNode): OcspResponse {
  const what = 'BasicOCSPResponse'
  const [data, algorithm, bits, wrapper, ...rest] = expectTag(node, tag.sequence, what).children
  if (rest.length > 0 || (wrapper && (wrapper.tag !== 0xa0 || wrapper.children.length !== 1))) {
    throw malformed(`${what} has unknown members.`)
  }
  const certificates = wrapper ? nonEmptySequence(wrapper.children[0], 'certs') : []
  if (certificates.length > 10) throw malformed(`${what} brings more than ten certificates.`)
  const signed = expectTag(data, tag.sequence, 'tbsResponseData')
  return {
    tbs: signed.bytes,
    algorithm: readAlgorithmIdentifier(algorithm, 'signatureAlgorithm'),
    signature: readOctetBits(bits, 'signature'),
    certificates: certificates.map(({ bytes }) => readCertificate(bytes)),
    ...readData([...signed.children]),
  }
}

/** ResponseData, member by member; the version is the default, which DER leaves out. */
function readData(members: DerNode[]): Pick<OcspResponse, 'responder' | 'producedAt' | 'statuses' | 'nonce'> {
  const responder = readResponder(members.shift())
  const producedAt = readInstant(members.shift())
  const statuses = nonEmptySequence(members.shift(), 'responses').map(readSingle)
  const extensions = readWrapped(members)
  const value = extensions.get(nonceExtension)
  const nonce = value && expectTag(readDer(value), tag.octetString, 'nonce').content
  return { responder, producedAt, statuses, ...(nonce && { nonce }) }
}

function readResponder(node: DerNode | undefined): OcspResponse['responder'] {
  const [value, ...rest] = node?.children ?? []
  if (rest.length === 0 && node?.tag === 0xa1) return { name: readName(value, 'responderID') }
  if (rest.length === 0 && node?.tag === 0xa2) {
    return { keyHash: expectTag(value, tag.octetString, 'responderID').content }
  }
  throw malformed('responderID is neither a name nor a key.')
}

function readSingle(node: DerNode): SingleStatus {
  const members = [...expectTag(node, tag.sequence, 'SingleResponse').children]
  const id = readCertId(members.shift())
  const status = readStatus(members.shift())
  const thisUpdate = readInstant(members.shift())
  const nextUpdate = members[0]?.tag === 0xa0 ? readInstant(only(members.shift())) : undefined
  readWrapped(members)
  return { id, status, thisUpdate, ...(nextUpdate !== undefined && { nextUpdate }) }
}

function readStatus(node: DerNode | undefined): SingleStatus['status'] {
  if (node?.tag === 0x80 && node.content.length === 0) return { kind: 'good' }
  if (node?.tag === 0x82 && node.content.length === 0) return { kind: 'unknown' }
  const [time, reason, ...rest] = node?.tag === 0xa1 ? node.children : []
  if (!time || rest.length > 0 || (reason && reason.tag !== 0xa0)) {
    throw malformed('certStatus is none that is defined.')
  }
  return {
    kind: 'revoked',
    revokedAt: readInstant(time),
    reason: reason ? readReason(only(reason)) : 'unspecified',
  }
}

/** Extensions under the explicit tag [1], the last member where there is one. */
function readWrapped([wrapper, ...rest]: readonly DerNode[]): ReadonlyMap<string, Uint8Array> {
  if (!wrapper) return new Map()
  const list = wrapper.tag === 0xa1 ? only(wrapper) : undefined
  if (!list || rest.length > 0) throw malformed('The response has unknown members.')
  const all = listExtensions(list)
  const unknown = all.find(({ oid, critical }) => critical && !knownExtensions.has(oid))
  if (unknown) throw malformed(`The critical extension ${unknown.oid} is not understood (RFC 6960 §4.4).`)
  return new Map(all.map(({ oid, value }) => [oid, value]))
}

function only(wrapper: DerNode | undefined): DerNode {
  const [value, ...rest] = wrapper?.children ?? []
  if (!value || rest.length > 0) throw malformed('A tag wraps more or less than one value.')
  return value
}

function readInstant(node: DerNode | undefined): number {
  return readTime(expectTag(node, tag.generalizedTime, 'time').content, 'generalized') ?? 0
}
