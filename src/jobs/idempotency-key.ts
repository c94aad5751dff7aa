/**
 * Whether a key holds what may be an identity number: 15 or 18 characters in a row as GB 11643 has them, whatever stands around.
 * Keys travel in headers and are easily logged on the way.
 */
export function isIdNumberShaped(key: string): boolean {
  return /(?<![0-9])([0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9])/.test(key)
}
