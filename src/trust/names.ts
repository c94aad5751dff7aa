import { malformed, tag, type DerNode } from './der/read.ts'
import { expectTag, readOid } from './der/values.ts'

/** One attribute of a name; `key` is what RFC 5280 §7.1 compares. */
export interface NameAttribute {
  readonly oid: string
  readonly text: string
  readonly key: string
}

/** A distinguished name in every form that is needed. */
export interface DistinguishedName {
  readonly der: Uint8Array
  /** RFC 4514: last part first, Chinese as it is. For people only; never compare it. */
  readonly text: string
  readonly attributes: readonly NameAttribute[]
  /** One comparison key per relative name, in order; names are equal when these are (RFC 5280 §7.1). */
  readonly rdnKeys: readonly string[]
  /** All of `rdnKeys` in one string, for maps. */
  readonly key: string
}

export const oidOf = {
  commonName: '2.5.4.3',
  serialNumber: '2.5.4.5',
  countryName: '2.5.4.6',
  organizationName: '2.5.4.10',
  emailAddress: '1.2.840.113549.1.9.1',
} as const

const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
}

const textDecoders: Readonly<Record<number, (content: Uint8Array) => string>> = {
  [tag.utf8String]: (content) => Buffer.from(content).toString('utf8'),
  [tag.printableString]: latin1,
  [tag.ia5String]: latin1,
  [tag.bmpString]: (content) => Buffer.from(content).swap16().toString('utf16le'),
}

const foldedTags: ReadonlySet<number> = new Set([tag.utf8String, tag.printableString, tag.ia5String])

function latin1(content: Uint8Array): string {
  return Buffer.from(content).toString('latin1')
}

/** Reads a Name: a SEQUENCE of relative names, each a non-empty SET of attributes (RFC 5280 §4.1.2.4). */
export function readName(node: DerNode | undefined, what: string): DistinguishedName {
  const rdns = expectTag(node, tag.sequence, what).children.map((rdn) => readRdn(rdn, what))
  const rdnKeys = rdns.map((rdn) => JSON.stringify(rdn.map(({ oid, key }) => `${oid}=${key}`).toSorted()))
  return Object.freeze({
    der: node?.bytes ?? new Uint8Array(),
    text: rdns.toReversed().map(rdnText).join(','),
    attributes: rdns.flat(),
    rdnKeys,
    key: rdnKeys.join('\n'),
  })
}

function readRdn(node: DerNode, what: string): NameAttribute[] {
  const attributes = expectTag(node, tag.set, what).children.map((attribute) =>
    readAttribute(attribute, what),
  )
  if (attributes.length === 0) throw malformed(`${what} has an empty relative name.`)
  return attributes
}

function readAttribute(node: DerNode, what: string): NameAttribute {
  const [type, value, ...rest] = expectTag(node, tag.sequence, what).children
  if (!value || rest.length > 0) throw malformed(`${what} has an attribute that is not a type and a value.`)
  const oid = readOid(type, what)
  // Its characters depend on escapes that everyone reads differently; RFC 5280 keeps it for old names only.
  if (value.tag === tag.teletexString) throw malformed(`${what} has a TeletexString.`)
  const decoded = textDecoders[value.tag]?.(value.content)
  const hex = Buffer.from(value.bytes).toString('hex')
  const folded = decoded !== undefined && foldedTags.has(value.tag)
  return { oid, text: decoded ?? `#${hex}`, key: folded ? foldText(decoded) : `#${hex}` }
}

/** RFC 5280 §7.1 by way of RFC 4518: compatibility form, no case, white space trimmed and folded to one. */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim()
}

function rdnText(rdn: readonly NameAttribute[]): string {
  return rdn.map(({ oid, text }) => `${shortNames[oid] ?? oid}=${escapeText(text)}`).join('+')
}

/** RFC 4514 §2.4; control characters, which no honest name has, are shown as hex. */
function escapeText(text: string): string {
  return text
    .replaceAll(/[",+;<>\\]/g, String.raw`\$&`)
    .replaceAll(/^[ #]| $/g, String.raw`\$&`)
    .replaceAll(/\p{Cc}/gu, (control) => `\\${control.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
