const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/**
 * Check character by the hybrid system ISO 7064 MOD 37,36, as electronic licence identifiers (GB/T 36904) use it.
 * Finds every single wrong character, and every swap of two adjacent ones unless they are neighbours
 * in the cyclic alphabet 0–9 A–Z (of those, the ones in 1 of 36 states escape).
 * Throws RangeError on any other character.
 */
export function mod3736CheckCharacter(text: string): string {
  let product = 36
  for (const character of text) {
    const value = ALPHABET.indexOf(character)
    if (value < 0) throw new RangeError('MOD 37,36 takes 0-9 and A-Z only')
    product = (((product + value) % 36 || 36) * 2) % 37
  }
  return ALPHABET.charAt((37 - product) % 36)
}

/** Whether the last character is the check character of all before it. */
export function holdsMod3736(text: string): boolean {
  return /^[0-9A-Z]{2,}$/.test(text) && mod3736CheckCharacter(text.slice(0, -1)) === text.slice(-1)
}
