import { GatewayError } from '../../errors.ts'
import { universalRules } from './universal.ts'

/** Identifier octets (X.690 §8.1.2) that certificates use; low tag numbers only. */
export const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

/** One value of a strict DER encoding; `bytes` is the whole of it, `content` what follows tag and length. */
export interface DerNode {
  readonly tag: number
  readonly bytes: Uint8Array
  readonly content: Uint8Array
  /** Empty for a primitive value. */
  readonly children: readonly DerNode[]
}

const maximumDepth = 32

export function malformed(detail: string): GatewayError {
  return new GatewayError('CERTIFICATE_UNTRUSTED', { where: 'der', detail })
}

/**
 * Reads exactly one DER value (X.690 §10, §11) and everything inside it.
 * Refuses what BER allows and DER does not: indefinite and non-minimal lengths, constructed strings,
 * padded integers, unsorted sets, loose booleans, and any byte after the value.
 * @throws GatewayError CERTIFICATE_UNTRUSTED
 */
export function readDer(bytes: Uint8Array): DerNode {
  const node = readNode(bytes, 0, 0)
  if (node.bytes.length !== bytes.length) throw malformed('There are bytes after the value.')
  return node
}

function readNode(bytes: Uint8Array, start: number, depth: number): DerNode {
  if (depth > maximumDepth) throw malformed('The value is nested too deep.')
  const identifier = octet(bytes, start)
  if ((identifier & 0x1f) === 0x1f) throw malformed('Tag numbers above 30 do not occur in certificates.')
  const { length, contentStart } = readLength(bytes, start + 1)
  const end = contentStart + length
  if (end > bytes.length) throw malformed('A length reaches past its container.')
  const content = bytes.subarray(contentStart, end)
  const constructed = (identifier & 0x20) !== 0
  const node: DerNode = {
    tag: identifier,
    bytes: bytes.subarray(start, end),
    content,
    children: constructed ? readChildren(content, depth + 1) : [],
  }
  if ((identifier & 0xc0) === 0) checkUniversal(node)
  return node
}

function readChildren(content: Uint8Array, depth: number): DerNode[] {
  const children: DerNode[] = []
  for (let at = 0; at < content.length;) {
    const child = readNode(content, at, depth)
    children.push(child)
    at += child.bytes.length
  }
  return children
}

function readLength(bytes: Uint8Array, at: number): { length: number; contentStart: number } {
  const first = octet(bytes, at)
  if (first < 0x80) return { length: first, contentStart: at + 1 }
  const count = first & 0x7f
  if (count === 0) throw malformed('Indefinite lengths are BER, not DER.')
  if (count > 4) throw malformed('A length is larger than any certificate.')
  let length = 0
  for (let index = 1; index <= count; index += 1) length = length * 256 + octet(bytes, at + index)
  const minimal = count === 1 ? length >= 0x80 : length >= 256 ** (count - 1)
  if (!minimal) throw malformed('A length is not in its shortest form.')
  return { length, contentStart: at + 1 + count }
}

function octet(bytes: Uint8Array, at: number): number {
  const value = bytes[at]
  if (value === undefined) throw malformed('The value ends before it is complete.')
  return value
}

function checkUniversal(node: DerNode): void {
  const rule = universalRules[node.tag]
  if (!rule)
    throw malformed(`Tag 0x${node.tag.toString(16)} does not occur in certificates, or not in this form.`)
  const fault = rule(node.content, node.children)
  if (fault) throw malformed(fault)
}
