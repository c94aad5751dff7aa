/** Encodes one DER value from its identifier octet and its content, given in parts (X.690 §8.1.3, shortest length). */
export function writeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  return Uint8Array.from(Buffer.concat([Buffer.from([tag, ...lengthOctets(length)]), ...parts]))
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length]
  const octets: number[] = []
  for (let left = length; left > 0; left = Math.floor(left / 256)) octets.unshift(left % 256)
  return [0x80 + octets.length, ...octets]
}
