/**
 * Percent-encoding (RFC 3986 section 2.1) of all but letters, digits and - . _, the space included: form decoders and path
 * decoders both read it back.
 */
export function percentEncoded(bytes: Uint8Array): string {
  const text: string[] = []
  for (const byte of bytes) {
    const character = String.fromCharCode(byte)
    text.push(/[0-9A-Za-z._-]/.test(character) ? character : `%${hex(byte)}`)
  }
  return text.join('')
}

/** The reverse, with + for a space as forms have it; undefined where a percent sign is not followed by two hex digits. */
export function percentDecoded(bytes: Buffer): Buffer | undefined {
  const text = bytes.toString('latin1')
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined
  const plain = text
    .replaceAll('+', ' ')
    .replaceAll(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
  return Buffer.from(plain, 'latin1')
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0')
}
