import { representedCentres } from './centres.ts'
import { sandboxMembers } from './members.ts'

/** Ports of one member's listeners. */
export interface MemberPorts {
  exchange: number
  office: number
  ops: number
}

/** Ports that a new sandbox is given. */
export interface SandboxPorts {
  /** By the place in sandboxMembers. */
  member(index: number): MemberPorts
  /** Of the interface of a centre without a gateway, by the place in representedCentres. */
  centre(index: number): number
  /** Of the identity provider. */
  identity: number
}

const perMember = 3
const ofMembers = sandboxMembers.length * perMember

/** How many a sandbox uses. */
export const portCount = ofMembers + representedCentres.length + 1

/** In a row, from `first`. */
export function portsFrom(first: number): SandboxPorts {
  return {
    member(index) {
      const exchange = first + index * perMember
      return { exchange, office: exchange + 1, ops: exchange + 2 }
    },
    centre: (index) => first + ofMembers + index,
    identity: first + portCount - 1,
  }
}
