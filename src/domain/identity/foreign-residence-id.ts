import { parseDate } from '../calendar.ts'
import { birthCodedFault, type IdFault } from './birth-coded.ts'
import { isProvince } from './province.ts'

/**
 * Checks the number of a foreign permanent resident's card (外国人永久居留身份证): since December 2023 18 characters,
 * 9, province of application, nationality by ISO 3166-1 numeric, and the rest as GB 11643-1999; before that
 * 15 characters. Nationalities are not judged, as countries come and go. `today` is `YYYY-MM-DD`.
 */
export function foreignResidenceIdFault(number: string, today: string): IdFault | undefined {
  if (number.length === 15) return formerFault(number, today)
  return birthCodedFault(number, (digits) => digits.startsWith('9') && isProvince(digits.slice(1, 3)), today)
}

// 3 letters of nationality, 4 digits of division, birth YYMMDD, 1 digit of sequence, 1 check digit.
function formerFault(number: string, today: string): IdFault | undefined {
  if (!/^[A-Z]{3}\d{12}$/.test(number)) return 'characters'
  const born = ['19', '20'].map((century) => parseDate(century + number.slice(7, 13)))
  if (!born.some((date) => date !== undefined && date <= today)) return 'date'
  return icaoCheckDigit(number.slice(0, 14)) === number.charAt(14) ? undefined : 'check-digit'
}

/** ICAO Doc 9303 part 3, section 4.9: weights 7, 3, 1 over digits and letters from A = 10, modulo 10. */
function icaoCheckDigit(text: string): string {
  const weights = [7, 3, 1]
  const sum = [...text].reduce(
    (total, character, at) => total + Number.parseInt(character, 36) * (weights[at % 3] ?? 0),
    0,
  )
  return String(sum % 10)
}
