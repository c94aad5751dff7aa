/** Tells one store key from another, and nothing of either. */
export function storeKeyMark(sealer: { keyedHash(text: string): string }): string {
  return sealer.keyedHash('which store key')
}
