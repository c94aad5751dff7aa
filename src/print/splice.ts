const later = '/**********'

/** A PDF whose one signature field is still empty: what is to be signed, and how the signature goes in. */
export interface Unsigned {
  /** All bytes but those of the signature's value (ISO 32000-1 section 12.8.1). */
  signed: Buffer
  /** Fails with RangeError for a value that is longer than the room left for it. */
  with(cms: Uint8Array): Buffer
}

/** Writes the byte range of the empty signature field and splits the file there. Fails with RangeError where there is none. */
export function unsigned(pdf: Buffer): Unsigned {
  const rangeAt = pdf.indexOf(`/ByteRange [0 ${later} ${later} ${later}]`)
  const start = pdf.indexOf('/Contents <', rangeAt) + '/Contents '.length
  const end = pdf.indexOf('>', start) + 1
  if (rangeAt < 0 || start < rangeAt || end <= start) throw new RangeError('no empty signature field')
  const room = `/ByteRange [0 ${later} ${later} ${later}]`.length
  const range = `/ByteRange [0 ${start} ${end} ${pdf.length - end}]`.padEnd(room)
  const whole = Buffer.from(pdf)
  whole.write(range, rangeAt, 'latin1')
  return {
    signed: Buffer.concat([whole.subarray(0, start), whole.subarray(end)]),
    with(cms) {
      const hex = Buffer.from(cms).toString('hex')
      if (hex.length > end - start - 2) throw new RangeError('the signature is longer than its room')
      const filled = Buffer.from(whole)
      filled.write(hex, start + 1, 'latin1')
      return filled
    },
  }
}
