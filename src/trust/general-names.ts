import { malformed, type DerNode } from './der/read.ts'
import { nonEmptySequence } from './der/values.ts'
import { readName, type DistinguishedName } from './names.ts'

/** Forms of GeneralName (RFC 5280 §4.2.1.6) that are understood; the rest is `other`, told apart by its tag. */
export type GeneralName =
  | { readonly kind: 'dns' | 'email' | 'uri'; readonly text: string }
  | { readonly kind: 'ip'; readonly bytes: Uint8Array }
  | { readonly kind: 'directory'; readonly name: DistinguishedName }
  | { readonly kind: 'other'; readonly tag: number }

const asciiKinds = { 0x81: 'email', 0x82: 'dns', 0x86: 'uri' } as const
const otherTags: ReadonlySet<number> = new Set([0xa0, 0xa3, 0xa5, 0x88])

/** Octets of an address by itself, and of one with a mask as name constraints have it. */
export const addressSizes = { single: [4, 16], masked: [8, 32] } as const

/** @throws GatewayError CERTIFICATE_UNTRUSTED */
export function readGeneralName(
  node: DerNode,
  what: string,
  sizes: readonly number[] = addressSizes.single,
): GeneralName {
  if (node.tag === 0x81 || node.tag === 0x82 || node.tag === 0x86) {
    if (node.content.some((value) => value >= 0x80)) throw malformed(`${what} has a name that is not ASCII.`)
    return { kind: asciiKinds[node.tag], text: Buffer.from(node.content).toString('latin1') }
  }
  if (node.tag === 0x87) {
    if (!sizes.includes(node.content.length)) throw malformed(`${what} has an address of a wrong size.`)
    return { kind: 'ip', bytes: node.content }
  }
  if (node.tag === 0xa4 && node.children.length === 1) {
    return { kind: 'directory', name: readName(node.children[0], what) }
  }
  if (otherTags.has(node.tag)) return { kind: 'other', tag: node.tag }
  throw malformed(`${what} has a name of no known form.`)
}

/** GeneralNames: a SEQUENCE of at least one. */
export function readGeneralNames(node: DerNode | undefined, what: string): GeneralName[] {
  return nonEmptySequence(node, what).map((child) => readGeneralName(child, what))
}
