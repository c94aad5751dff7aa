import { readPointName, type PointName } from '../extensions/distribution-points.ts'
import { listExtensions, type Extension } from '../extensions/read.ts'
import { malformed, readDer, tag, type DerNode } from '../der/read.ts'
import { expectTag, taggedMembers } from '../der/values.ts'
import { allReasons, readReason, readReasonFlags, type RevocationReason } from './reasons.ts'

/** Which certificates and reasons a list speaks about (issuingDistributionPoint, RFC 5280 §5.2.5). */
export interface CrlScope {
  /** The extension as it stands; a list and its delta have the same one (§5.2.4). */
  readonly der: Uint8Array
  readonly place?: PointName
  readonly only?: 'user' | 'ca' | 'attribute'
  /** Mask of reasons. */
  readonly reasons: number
}

/** A list without the extension: everything its issuer issued. */
export const wholeScope: CrlScope = Object.freeze({ der: new Uint8Array(), reasons: allReasons })

export const crlOids = {
  number: '2.5.29.20',
  reason: '2.5.29.21',
  invalidityDate: '2.5.29.24',
  deltaIndicator: '2.5.29.27',
  scope: '2.5.29.28',
  certificateIssuer: '2.5.29.29',
  freshest: '2.5.29.46',
  authorityKeyIdentifier: '2.5.29.35',
  issuerAltName: '2.5.29.18',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
} as const

const ofList: ReadonlySet<string> = new Set([
  crlOids.number,
  crlOids.deltaIndicator,
  crlOids.scope,
  crlOids.freshest,
  crlOids.authorityKeyIdentifier,
  crlOids.issuerAltName,
  crlOids.authorityInfoAccess,
])

/** A list says that its own extension is critical, or that it is not; undefined leaves it open. */
const criticality: Readonly<Record<string, readonly [boolean, string]>> = {
  [crlOids.number]: [false, 'RFC 5280 §5.2.3'],
  [crlOids.deltaIndicator]: [true, 'RFC 5280 §5.2.4'],
  [crlOids.scope]: [true, 'RFC 5280 §5.2.5'],
  [crlOids.authorityKeyIdentifier]: [false, 'RFC 5280 §5.2.1'],
}

/**
 * Extensions of a list by identifier; an unknown critical one makes the list unusable (RFC 5280 §5.2).
 * @throws GatewayError CERTIFICATE_UNTRUSTED
 */
export function readListExtensions(node: DerNode): ReadonlyMap<string, Uint8Array> {
  const all = listExtensions(node)
  refuseUnknownCritical(all, ofList, 'RFC 5280 §5.2')
  for (const { oid, critical } of all) {
    const [expected, clause] = criticality[oid] ?? []
    if (expected !== undefined && critical !== expected) {
      throw malformed(`The extension ${oid} of the list is ${critical ? '' : 'not '}critical (${clause}).`)
    }
  }
  return new Map(all.map(({ oid, value }) => [oid, value]))
}

const ofEntry: ReadonlySet<string> = new Set([crlOids.reason, crlOids.invalidityDate])

/** The reason among the extensions of an entry (RFC 5280 §5.3). @throws GatewayError CERTIFICATE_UNTRUSTED */
export function readEntryReason(node: DerNode | undefined): RevocationReason {
  if (!node) return 'unspecified'
  const all = listExtensions(node)
  if (all.some(({ oid }) => oid === crlOids.certificateIssuer)) throw indirect()
  refuseUnknownCritical(all, ofEntry, 'RFC 5280 §5.3')
  const value = all.find(({ oid }) => oid === crlOids.reason)?.value
  return value ? readReason(readDer(value)) : 'unspecified'
}

function refuseUnknownCritical(all: readonly Extension[], known: ReadonlySet<string>, clause: string): void {
  const unknown = all.find(({ oid, critical }) => critical && !known.has(oid))
  if (unknown) throw malformed(`The critical extension ${unknown.oid} is not understood (${clause}).`)
}

function indirect(): Error {
  return malformed('Indirect lists, which speak for other issuers, are not supported (RFC 5280 §5.3.3).')
}

/** @throws GatewayError CERTIFICATE_UNTRUSTED, for an indirect list too */
export function readScope(value: Uint8Array): CrlScope {
  const what = 'issuingDistributionPoint'
  const { children } = expectTag(readDer(value), tag.sequence, what)
  const members = taggedMembers(children, [0xa0, 0x81, 0x82, 0x83, 0x84, 0x85], what)
  if (members.size === 0) throw malformed(`${what} is empty.`)
  for (const flag of [0x81, 0x82, 0x84, 0x85]) checkFlag(members.get(flag), what)
  if (members.has(0x84)) throw indirect()
  const only = ([0x81, 0x82, 0x85] as const).filter((flag) => members.has(flag))
  if (only.length > 1) throw malformed(`${what} is for more than one kind of certificate only.`)
  const place = members.get(0xa0)
  const reasons = members.get(0x83)
  return {
    der: value,
    ...(place && { place: readPointName(place, what) }),
    ...(only[0] !== undefined && { only: kinds[only[0]] }),
    reasons: reasons ? readReasonFlags(reasons, what) : allReasons,
  }
}

const kinds = { 0x81: 'user', 0x82: 'ca', 0x85: 'attribute' } as const

/** DER leaves FALSE, the default, out. */
function checkFlag(node: DerNode | undefined, what: string): void {
  if (node && (node.content.length !== 1 || node.content[0] !== 0xff)) {
    throw malformed(`${what} has a flag that is not TRUE.`)
  }
}

/** A number of a list: not negative, at most 20 octets (RFC 5280 §5.2.3). @throws GatewayError CERTIFICATE_UNTRUSTED */
export function readListNumber(value: Uint8Array): bigint {
  const { content } = expectTag(readDer(value), tag.integer, 'cRLNumber')
  if ((content[0] ?? 0) >= 0x80 || content.length > 20) throw malformed('cRLNumber is negative or too long.')
  return BigInt(`0x${Buffer.from(content).toString('hex')}`)
}
