import { mod112CheckCharacter } from '../mod-11-2.ts'
import { birthCodedFault, type IdFault } from './birth-coded.ts'
import { isProvince } from './province.ts'

/**
 * Checks a citizen's identity number (公民身份号码, GB 11643-1999), of 18 characters or of the 15 digits of before 1999.
 * Of the division only the province is judged: people keep codes that were abolished since (341400).
 * `today` is `YYYY-MM-DD`.
 */
export function residentIdFault(number: string, today: string): IdFault | undefined {
  if (number.length === 15 && !/^\d{15}$/.test(number)) return 'characters'
  return birthCodedFault(upgradeResidentId(number), (division) => isProvince(division.slice(0, 2)), today)
}

/**
 * The 18 characters that 15 digits became: the century put in, the check character added. Anything else as it is.
 * Sequences 996 to 999 were kept for people a hundred years old, born in 18YY.
 */
export function upgradeResidentId(number: string): string {
  if (!/^\d{15}$/.test(number)) return number
  const century = number.slice(12) >= '996' ? '18' : '19'
  const body = number.slice(0, 6) + century + number.slice(6)
  return body + mod112CheckCharacter(body)
}
