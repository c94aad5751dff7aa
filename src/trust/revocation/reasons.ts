import { malformed, tag, type DerNode } from '../der/read.ts'
import { universalRules } from '../der/universal.ts'
import { expectTag } from '../der/values.ts'

/** CRLReason (RFC 5280 §5.3.1) by its number; 7 is not used. */
const reasonNames = {
  0: 'unspecified',
  1: 'keyCompromise',
  2: 'cACompromise',
  3: 'affiliationChanged',
  4: 'superseded',
  5: 'cessationOfOperation',
  6: 'certificateHold',
  8: 'removeFromCRL',
  9: 'privilegeWithdrawn',
  10: 'aACompromise',
} as const satisfies Record<number, string>

export type RevocationReason = (typeof reasonNames)[keyof typeof reasonNames]

/** ReasonFlags (RFC 5280 §4.2.1.13) as a mask: every one but the unused bit 0. */
export const allReasons = 0b1_1111_1110

const reasonsByNumber: Readonly<Record<number, RevocationReason>> = reasonNames

/** @throws GatewayError CERTIFICATE_UNTRUSTED */
export function readReason(node: DerNode | undefined): RevocationReason {
  const { content } = expectTag(node, tag.enumerated, 'reasonCode')
  const reason = content.length === 1 ? reasonsByNumber[content[0] ?? -1] : undefined
  if (reason === undefined) throw malformed('reasonCode is none that is defined.')
  return reason
}

/** A BIT STRING of reasons under an implicit tag. @throws GatewayError CERTIFICATE_UNTRUSTED */
export function readReasonFlags({ content }: DerNode, what: string): number {
  const fault = universalRules[tag.bitString]?.(content, [])
  if (fault) throw malformed(`${what}: ${fault}`)
  let flags = 0
  for (let bit = 0; bit < 9; bit += 1) {
    const octet = content[1 + (bit >> 3)] ?? 0
    if ((octet & (0x80 >> (bit & 7))) !== 0) flags |= 1 << bit
  }
  return flags & allReasons
}
