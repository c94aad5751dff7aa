/** A signed PDF, split at the place of its signature. */
export interface SignedFile {
  /** All bytes but those of the signature's value. */
  signed: Buffer
  /** The value, with the zeros that fill its room. */
  value: Buffer
}

/** Longest value that is read; ours have a few thousand bytes. */
const longestValue = 64 * 1024

/**
 * Splits a PDF as `splice` put it together: one byte range from the first byte to the last that leaves out nothing but one
 * hexadecimal string in lower case. Undefined for anything else.
 */
export function signedFile(pdf: Buffer): SignedFile | undefined {
  const at = onlyPlaceOf('/ByteRange [', pdf)
  if (at === undefined) return undefined
  const range = /^\/ByteRange \[0 (\d{1,9}) (\d{1,9}) (\d{1,9}) *\]/.exec(pdf.toString('latin1', at, at + 64))
  if (!range) return undefined
  const [first = 0, second = 0, rest = 0] = range.slice(1).map(Number)
  const inPlace = pdf.toString('latin1', first - '/Contents '.length, first) === '/Contents '
  if (!inPlace || second + rest !== pdf.length || second <= first + 2) return undefined
  if (second - first > 2 * longestValue) return undefined
  const hex = pdf.toString('latin1', first, second)
  if (!/^<(?:[0-9a-f]{2})+>$/.test(hex)) return undefined
  return {
    signed: Buffer.concat([pdf.subarray(0, first), pdf.subarray(second)]),
    value: Buffer.from(hex.slice(1, -1), 'hex'),
  }
}

/** Where a text stands in a file that has it once; undefined in any other. */
export function onlyPlaceOf(text: string, file: Buffer): number | undefined {
  const at = file.indexOf(text, 0, 'latin1')
  return at < 0 || file.includes(text, at + 1, 'latin1') ? undefined : at
}
