import { malformed, tag, type DerNode } from '../der/read.ts'
import { expectTag, nonEmptySequence, readOid } from '../der/values.ts'
import { readGeneralName, type GeneralName } from '../general-names.ts'

export interface AccessDescription {
  readonly method: string
  readonly location: GeneralName
}

/** RFC 5280 §4.2.2: where to find more about the issuer (OCSP responders among it) or about the subject. */
export function readInformationAccess(node: DerNode): readonly AccessDescription[] {
  const what = 'information access'
  return nonEmptySequence(node, what).map((description) => {
    const [method, location, ...rest] = expectTag(description, tag.sequence, what).children
    if (!location || rest.length > 0) throw malformed(`${what} is not made of a method and a location.`)
    return { method: readOid(method, what), location: readGeneralName(location, what) }
  })
}
