import { tag, type DerNode } from './der/read.ts'
import { readCount, readOid, taggedMembers } from './der/values.ts'

export interface PssParameters {
  readonly digest: string
  readonly saltLength: number
}

const digests: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}
const mgf1 = '1.2.840.113549.1.1.8'

/**
 * RSASSA-PSS-params (RFC 4055 §3.1) where digest and mask use the same SHA-2.
 * Undefined for everything else, the defaults (SHA-1) included.
 */
export function readPssParameters(node: DerNode | undefined): PssParameters | undefined {
  if (node?.tag !== tag.sequence) return undefined
  const what = 'RSASSA-PSS parameters'
  const members = taggedMembers(node.children, [0xa0, 0xa1, 0xa2, 0xa3], what)
  const digest = digestOf(members.get(0xa0)?.children[0])
  const [mask, maskDigest] = members.get(0xa1)?.children[0]?.children ?? []
  const salt = members.get(0xa2)?.children[0]
  // The trailer field has one value only, its default, which DER leaves out.
  if (!digest || !mask || !salt || members.has(0xa3)) return undefined
  if (readOid(mask, what) !== mgf1 || digestOf(maskDigest) !== digest) return undefined
  return { digest, saltLength: readCount(salt, what) }
}

function digestOf(node: DerNode | undefined): string | undefined {
  const [algorithm, parameters] = node?.children ?? []
  if (!algorithm || (parameters && parameters.tag !== tag.null)) return undefined
  return digests[readOid(algorithm, 'RSASSA-PSS parameters')]
}
