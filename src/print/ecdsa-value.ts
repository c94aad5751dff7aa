import { readDer, tag } from '../trust/der/read.ts'
import { writeDer } from '../trust/der/write.ts'

/** Order of the group of a curve (SEC 2, version 2.0, sections 2.4.2 and 2.5.1). */
export const orderOf = {
  'P-256': 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  'P-384':
    0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
} as const

/**
 * r and s side by side (RFC 7518 section 3.4) as Ecdsa-Sig-Value (RFC 3279 section 2.2.3), s the lower of the two that hold: for
 * every s also `order - s` does, and anybody can compute it. Of the two only one is to be had, or a file could be changed unseen.
 */
export function ecdsaValue(signature: Uint8Array, order: bigint): Uint8Array {
  const half = signature.length / 2
  const s = numberIn(signature.subarray(half))
  const lower = 2n * s > order ? order - s : s
  return value(signature.subarray(0, half), octetsOf(lower, half))
}

/** As long as any gets, for numbers of so many octets. */
export function longestEcdsaValue(octets: number, order: bigint): Uint8Array {
  return value(new Uint8Array(octets).fill(0xff), octetsOf(order / 2n, octets))
}

/** Whether s is the lower one. What is no Ecdsa-Sig-Value at all fails with what `readDer` fails with. */
export function hasLowerS(encoded: Uint8Array, order: bigint): boolean {
  const s = readDer(encoded).children[1]
  return s !== undefined && 2n * numberIn(s.content) <= order
}

function value(r: Uint8Array, s: Uint8Array): Uint8Array {
  return writeDer(tag.sequence, integer(r), integer(s))
}

/** Positive, without needless zeros. */
function integer(octets: Uint8Array): Uint8Array {
  const start = octets.findIndex((octet) => octet !== 0)
  const digits = start < 0 ? Uint8Array.of(0) : octets.subarray(start)
  return writeDer(tag.integer, ...((digits[0] ?? 0) > 0x7f ? [Uint8Array.of(0)] : []), digits)
}

function numberIn(octets: Uint8Array): bigint {
  return BigInt(`0x0${Buffer.from(octets).toString('hex')}`)
}

function octetsOf(number: bigint, count: number): Uint8Array {
  return Buffer.from(number.toString(16).padStart(2 * count, '0'), 'hex')
}
