import { createHash } from 'node:crypto'
import { GatewayError, toGatewayError } from '../../errors.ts'
import { readAlgorithmIdentifier, type AlgorithmIdentifier } from '../algorithms.ts'
import { readValidityTime } from '../certificate.ts'
import { malformed, readDer, tag, type DerNode } from '../der/read.ts'
import { expectTag, nonEmptySequence, readOctetBits } from '../der/values.ts'
import { readAuthorityKeyIdentifier, type AuthorityKeyIdentifier } from '../extensions/key-identifiers.ts'
import { readName, type DistinguishedName } from '../names.ts'
import { crlOids, readEntryReason, readListExtensions, readListNumber, readScope } from './crl-extensions.ts'
import { wholeScope, type CrlScope } from './crl-extensions.ts'
import type { RevocationReason } from './reasons.ts'

export interface CrlEntry {
  /** Epoch milliseconds. */
  readonly revokedAt: number
  readonly reason: RevocationReason
}

/** A revocation list, read once and frozen (RFC 5280 §5.1). That it was read says nothing about who signed it. */
export interface Crl {
  /** SHA-256 of the encoding, base64url. */
  readonly digest: string
  /** The exact bytes that the signature covers. */
  readonly tbs: Uint8Array
  readonly signature: Uint8Array
  readonly innerAlgorithm: AlgorithmIdentifier
  readonly outerAlgorithm: AlgorithmIdentifier
  readonly issuer: DistinguishedName
  /** Epoch milliseconds. */
  readonly thisUpdate: number
  readonly nextUpdate: number
  readonly number: bigint
  /** Of a delta: the number of the complete list that it changes. */
  readonly base?: bigint
  readonly authorityKeyIdentifier?: AuthorityKeyIdentifier
  readonly scope: CrlScope
  /** By serial number, as `Certificate.serial` writes it. */
  readonly entries: ReadonlyMap<string, CrlEntry>
}

/**
 * Reads one list in strict DER: version 2, with nextUpdate and a number, complete or delta, never indirect.
 * @throws GatewayError REVOCATION_UNKNOWN when the bytes are anything else, or say what is not understood
 */
export function readCrl(der: Uint8Array): Crl {
  try {
    return readList(Uint8Array.from(der))
  } catch (cause) {
    const { code, detail = 'It cannot be read.' } = toGatewayError(cause)
    if (code === 'INTERNAL') throw cause
    throw new GatewayError('REVOCATION_UNKNOWN', { where: 'revocation list', detail, cause })
  }
}

function readList(der: Uint8Array): Crl {
  const [tbs, outer, bits, ...rest] = expectTag(readDer(der), tag.sequence, 'CertificateList').children
  if (rest.length > 0) throw malformed('The list has unknown members.')
  const signed = expectTag(tbs, tag.sequence, 'tbsCertList')
  return Object.freeze({
    digest: createHash('sha256').update(der).digest('base64url'),
    tbs: signed.bytes,
    signature: readOctetBits(bits, 'signatureValue'),
    outerAlgorithm: readAlgorithmIdentifier(outer, 'signatureAlgorithm'),
    ...readSigned([...signed.children]),
  })
}

type SignedPart = Omit<Crl, 'digest' | 'tbs' | 'signature' | 'outerAlgorithm'>

/** TBSCertList, member by member in the order of RFC 5280 §5.1. */
function readSigned(members: DerNode[]): SignedPart {
  const version = expectTag(members.shift(), tag.integer, 'version of the list').content
  if (version.length !== 1 || version[0] !== 1) throw malformed('The list is not of version 2.')
  const innerAlgorithm = readAlgorithmIdentifier(members.shift(), 'signature')
  const issuer = readName(members.shift(), 'issuer')
  if (issuer.attributes.length === 0) throw malformed('The issuer of the list has no name.')
  const thisUpdate = readValidityTime(members.shift())
  const nextUpdate = readValidityTime(members.shift())
  const listed =
    members[0]?.tag === tag.sequence ? nonEmptySequence(members.shift(), 'revokedCertificates') : []
  const extensions = readWrapped(members)
  return { innerAlgorithm, issuer, thisUpdate, nextUpdate, ...described(extensions, listed) }
}

function readWrapped([wrapper, ...rest]: readonly DerNode[]): ReadonlyMap<string, Uint8Array> {
  const [list, ...more] = wrapper?.tag === 0xa0 ? wrapper.children : []
  if (!list || more.length > 0 || rest.length > 0)
    throw malformed('The list has no extensions, or more than those.')
  return readListExtensions(list)
}

function described(
  extensions: ReadonlyMap<string, Uint8Array>,
  listed: readonly DerNode[],
): Pick<Crl, 'number' | 'base' | 'authorityKeyIdentifier' | 'scope' | 'entries'> {
  const number = extensions.get(crlOids.number)
  const indicator = extensions.get(crlOids.deltaIndicator)
  const identifier = extensions.get(crlOids.authorityKeyIdentifier)
  const scope = extensions.get(crlOids.scope)
  if (!number) throw malformed('The list has no cRLNumber (RFC 5280 §5.2.3).')
  const base = indicator && readListNumber(indicator)
  return {
    number: readListNumber(number),
    ...(base !== undefined && { base }),
    ...(identifier && { authorityKeyIdentifier: readAuthorityKeyIdentifier(readDer(identifier)) }),
    scope: scope ? readScope(scope) : wholeScope,
    entries: readEntries(listed, base !== undefined),
  }
}

function readEntries(listed: readonly DerNode[], delta: boolean): ReadonlyMap<string, CrlEntry> {
  const entries = new Map<string, CrlEntry>()
  for (const node of listed) {
    const [serial, date, extensions, ...rest] = expectTag(node, tag.sequence, 'entry of the list').children
    if (rest.length > 0) throw malformed('An entry of the list has unknown members.')
    const key = Buffer.from(expectTag(serial, tag.integer, 'userCertificate').content).toString('hex')
    const entry = { revokedAt: readValidityTime(date), reason: readEntryReason(extensions) }
    if (entry.reason === 'removeFromCRL' && !delta) throw malformed('Only a delta may remove an entry.')
    if (entries.has(key)) throw malformed('A serial number is listed twice.')
    entries.set(key, entry)
  }
  return entries
}
