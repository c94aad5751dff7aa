const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_CHARACTERS = '10X98765432'

/** Check character by ISO 7064 MOD 11-2 of 17 digits, as GB 11643-1999 applies it. */
export function mod112CheckCharacter(digits: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits.charAt(at)), 0)
  return CHECK_CHARACTERS.charAt(sum % 11)
}
