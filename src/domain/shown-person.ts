import type { Person } from '../contracts/generated/types.ts'
import { canonicalIdNumber, sameIdNumber } from './identity/id-number.ts'
import { canonicalName, sameName } from './name.ts'

/** What an answer shows of somebody against somebody asked for; nothing where every character is hidden. */
export type Likeness = 'same' | 'other' | 'nothing-shown'

const stars = /[*＊]+/gu

/** What stands for a character that a core’s character set has not, such as 𬭎 in GBK. */
const lost = /[?？\ufffd]/gu

/**
 * Compares a name that may be masked, such as 沈*和 or 沈*, or have lost characters, such as 骉??, by the characters
 * that show.
 */
export function likenessOfName(shown: string, { name }: Person): Likeness {
  const masked = shown.replaceAll(lost, '*')
  if (!masked.match(stars)) return sameName(masked, name) ? 'same' : 'other'
  return likeness(canonicalName(masked).toUpperCase(), [canonicalName(name).toUpperCase()])
}

/** Compares a number that may be masked, such as 310101********0011, and may be of the 15 digits of before 1999. */
export function likenessOfIdNumber(shown: string, { idType, idNumber }: Person): Likeness {
  if (!shown.match(stars)) return sameIdNumber(shown, idNumber) ? 'same' : 'other'
  const asked = canonicalIdNumber(idType, idNumber)
  const of15 = asked.slice(0, 6) + asked.slice(8, 17)
  const isUpgraded = idType === 'resident-id' && sameIdNumber(of15, asked)
  return likeness(canonicalIdNumber('other', shown), isUpgraded ? [asked, of15] : [asked])
}

function likeness(shown: string, candidates: readonly string[]): Likeness {
  const mask = [...shown]
  if (mask.every(isStar)) return 'nothing-shown'
  return candidates.some((candidate) => fits(mask, [...candidate])) ? 'same' : 'other'
}

/** A star hides one character, where the lengths agree; otherwise as many as it takes, since masks hide lengths too. */
function fits(mask: readonly string[], text: readonly string[]): boolean {
  if (mask.length === text.length) return mask.every((each, i) => isStar(each) || each === text[i])
  const head = mask.findIndex(isStar)
  const tail = mask.length - 1 - mask.findLastIndex(isStar)
  const middle = mask
    .slice(head, mask.length - tail)
    .join('')
    .split(stars)
    .filter(Boolean)
  if (text.length < mask.filter((each) => !isStar(each)).length) return false
  const ends = mask.slice(0, head).every((each, i) => each === text[i])
  const tails = mask.slice(mask.length - tail).every((each, i) => each === text[text.length - tail + i])
  return ends && tails && comeInOrder(middle, text.slice(head, text.length - tail).join(''))
}

function comeInOrder(parts: readonly string[], text: string): boolean {
  let from = 0
  return parts.every((part) => {
    const found = text.indexOf(part, from)
    from = found + part.length
    return found >= 0
  })
}

function isStar(character: string): boolean {
  return character === '*' || character === '＊'
}
