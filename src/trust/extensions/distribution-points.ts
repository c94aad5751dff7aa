import { malformed, tag, type DerNode } from '../der/read.ts'
import { expectTag, nonEmptySequence, taggedMembers } from '../der/values.ts'
import { readGeneralName, type GeneralName } from '../general-names.ts'
import { allReasons, readReasonFlags } from '../revocation/reasons.ts'

/** DistributionPointName: full names, or the attributes to append to the name of who issues the list. */
export interface PointName {
  readonly names: readonly GeneralName[]
  /** Content of the relative name's SET. */
  readonly relative?: Uint8Array
}

export interface DistributionPoint {
  readonly place?: PointName
  readonly crlIssuer: readonly GeneralName[]
  /** Mask of the reasons that the lists found there cover. */
  readonly reasons: number
}

const what = 'cRLDistributionPoints'

/** RFC 5280 §4.2.1.13: each point says where, or who issues the lists. */
export function readDistributionPoints(node: DerNode): readonly DistributionPoint[] {
  return nonEmptySequence(node, what).map((point) => {
    const members = taggedMembers(expectTag(point, tag.sequence, what).children, [0xa0, 0x81, 0xa2], what)
    const place = members.get(0xa0)
    const reasons = members.get(0x81)
    const crlIssuer = members.get(0xa2)
    if (!place && !crlIssuer) throw malformed(`${what} has a point with neither a place nor an issuer.`)
    return {
      ...(place && { place: readPointName(place, what) }),
      crlIssuer: crlIssuer?.children.map((name) => readGeneralName(name, what)) ?? [],
      reasons: reasons ? readReasonFlags(reasons, what) : allReasons,
    }
  })
}

/** @throws GatewayError CERTIFICATE_UNTRUSTED */
export function readPointName({ children: [choice, ...rest] }: DerNode, where: string): PointName {
  if (rest.length > 0 || (choice?.tag !== 0xa0 && choice?.tag !== 0xa1) || choice.children.length === 0) {
    throw malformed(`${where} has a place of no known form.`)
  }
  if (choice.tag === 0xa1) return { names: [], relative: choice.content }
  return { names: choice.children.map((name) => readGeneralName(name, where)) }
}
