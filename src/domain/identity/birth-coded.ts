import { parseDate } from '../calendar.ts'
import { mod112CheckCharacter } from '../mod-11-2.ts'

/** What is wrong with an identity number; of several faults, the first in this order. */
export type IdFault = 'length' | 'characters' | 'prefix' | 'date' | 'check-digit'

/**
 * Checks the form that three documents share (GB 11643-1999): 6 digits that `isPrefix` judges, a birth date from
 * 1800 to `today` (`YYYY-MM-DD`), 3 digits of sequence, and a check character by MOD 11-2, X in upper case.
 */
export function birthCodedFault(
  number: string,
  isPrefix: (digits: string) => boolean,
  today: string,
): IdFault | undefined {
  if (number.length !== 18) return 'length'
  if (!/^\d{17}[\dX]$/.test(number)) return 'characters'
  if (!isPrefix(number.slice(0, 6))) return 'prefix'
  const birth = parseDate(number.slice(6, 14))
  if (birth === undefined || birth < '1800-01-01' || birth > today) return 'date'
  return mod112CheckCharacter(number.slice(0, 17)) === number.charAt(17) ? undefined : 'check-digit'
}
