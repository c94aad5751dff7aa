import { malformed, tag, type DerNode } from '../der/read.ts'
import { expectTag } from '../der/values.ts'

/** RFC 6962 §3.3: a list of at least one timestamp, each with its length of two octets, and so the list. */
export function readTimestamps(node: DerNode): readonly Uint8Array[] {
  const list = expectTag(node, tag.octetString, 'SignedCertificateTimestampList').content
  const body = readVector(list, 0)
  if (body.length + 2 !== list.length || body.length === 0) throw badList()
  const timestamps: Uint8Array[] = []
  for (let at = 0; at < body.length; at += 2 + (timestamps.at(-1)?.length ?? 0))
    timestamps.push(readVector(body, at))
  return timestamps
}

function readVector(bytes: Uint8Array, at: number): Uint8Array {
  const [high, low] = bytes.subarray(at, at + 2)
  if (high === undefined || low === undefined) throw badList()
  const vector = bytes.subarray(at + 2, at + 2 + high * 256 + low)
  if (vector.length !== high * 256 + low) throw badList()
  return vector
}

function badList(): Error {
  return malformed('SignedCertificateTimestampList is not a list of timestamps.')
}
