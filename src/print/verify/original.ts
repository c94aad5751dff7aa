import { inflateSync } from 'node:zlib'
import { onlyPlaceOf } from './byte-range.ts'

/** The signed certificate that a printed one has with it, and what the file calls it. */
export interface Original {
  /** The number in its file name; undefined where that cannot be read. */
  number: string | undefined
  token: Buffer
}

/** Longest token, as schemas/parts/values.json has it. */
const longestToken = 65_536
/** How far a stream's dictionary reaches, and its compressed bytes. */
const longestDictionary = 1024
const longestStream = 2 * longestToken

/** The one file in a PDF as `printCertificate` attaches it; undefined where there is none that can be read. Bounded work on any bytes. */
export function originalIn(pdf: Buffer): Original | undefined {
  const at = onlyPlaceOf('/Type /EmbeddedFile', pdf)
  if (at === undefined) return undefined
  const begin = pdf.subarray(at, at + longestDictionary).indexOf('\nstream\n')
  const start = at + begin + '\nstream\n'.length
  const length = pdf.subarray(start, start + longestStream).indexOf('\nendstream')
  if (begin < 0 || length < 0) return undefined
  try {
    const token = inflateSync(pdf.subarray(start, start + length), { maxOutputLength: longestToken })
    return { number: numberIn(pdf), token }
  } catch {
    return undefined
  }
}

/** Of the file specification's name, `<number>.jws`. */
function numberIn(pdf: Buffer): string | undefined {
  const at = onlyPlaceOf('/Type /Filespec', pdf)
  if (at === undefined) return undefined
  return /\n\/F \((\d{20}[0-9A-Z])\.jws\)/.exec(pdf.toString('latin1', at, at + longestDictionary))?.[1]
}
