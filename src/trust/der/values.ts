import { malformed, tag, type DerNode } from './read.ts'

/** The node, when it has this tag. @throws GatewayError CERTIFICATE_UNTRUSTED */
export function expectTag(node: DerNode | undefined, expected: number, what: string): DerNode {
  if (node?.tag !== expected) throw malformed(`${what} is not where or what it must be.`)
  return node
}

/** Dotted form of an OBJECT IDENTIFIER (X.690 §8.19); arcs of any size. */
export function readOid(node: DerNode | undefined, what: string): string {
  const arcs: bigint[] = []
  let arc = 0n
  for (const value of expectTag(node, tag.oid, what).content) {
    arc = (arc << 7n) | BigInt(value & 0x7f)
    if (value >= 0x80) continue
    arcs.push(arc)
    arc = 0n
  }
  const [first = 0n, ...rest] = arcs
  const root = first < 40n ? 0n : first < 80n ? 1n : 2n
  return [root, first - root * 40n, ...rest].join('.')
}

export function readBoolean(node: DerNode | undefined, what: string): boolean {
  return expectTag(node, tag.boolean, what).content[0] === 0xff
}

/**
 * A count (0..MAX) under its own or an implicit tag, minimal and not negative.
 * Counts past 2^31 mean the same as 2^31: no path is that long.
 */
export function readCount(node: DerNode, what: string): number {
  const [first, second] = node.content
  if (first === undefined || first >= 0x80) throw malformed(`${what} is negative or empty.`)
  if (first === 0 && second !== undefined && second < 0x80)
    throw malformed(`${what} is not in its shortest form.`)
  return node.content.length > 4 ? 2 ** 31 : node.content.reduce((sum, value) => sum * 256 + value, 0)
}

/** The children of a SEQUENCE that must have at least one. */
export function nonEmptySequence(node: DerNode | undefined, what: string): readonly DerNode[] {
  const { children } = expectTag(node, tag.sequence, what)
  if (children.length === 0) throw malformed(`${what} is empty.`)
  return children
}

/** A BIT STRING without unused bits, as keys and signatures are. */
export function readOctetBits(node: DerNode | undefined, what: string): Uint8Array {
  const { content } = expectTag(node, tag.bitString, what)
  if (content[0] !== 0) throw malformed(`${what} does not end on an octet.`)
  return content.subarray(1)
}

/** Splits a SEQUENCE with implicit context tags into its members; refuses repeats, disorder and strangers. */
export function taggedMembers(
  children: readonly DerNode[],
  allowed: readonly number[],
  what: string,
): Map<number, DerNode> {
  let last = -1
  const members = new Map<number, DerNode>()
  for (const child of children) {
    const position = allowed.indexOf(child.tag)
    if (position <= last) throw malformed(`${what} has members out of place.`)
    last = position
    members.set(child.tag, child)
  }
  return members
}
