import type { Member } from '../contracts/generated/types.ts'

/** Why a member's representation cannot be: its place in the list of members, and the reason. */
export interface RepresentationFault {
  index: number
  code: string
  detail: string
}

/** A representative is a hub of the same directory, and nobody represents it. Undefined where that holds of all; the first fault otherwise. */
export function representationFault(members: readonly Member[]): RepresentationFault | undefined {
  const byCode = new Map<string, Member>(members.map((member) => [member.code, member]))
  for (const [index, { code, representedBy }] of members.entries()) {
    const detail = representedBy === undefined ? undefined : faultOf(byCode.get(representedBy), representedBy)
    if (detail !== undefined) return { index, code, detail }
  }
  return undefined
}

function faultOf(representative: Member | undefined, code: string): string | undefined {
  if (!representative) return `代理方不是成员 its representative ${code} is no member`
  if (representative.kind !== 'hub') return `代理方不是枢纽 its representative ${code} is no hub`
  if (representative.representedBy !== undefined)
    return `代理方自身由他方代理 its representative ${code} is itself represented`
  return undefined
}
