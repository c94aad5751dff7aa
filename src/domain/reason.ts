import { hasIdNumber } from './identity/written-number.ts'

/** Why somebody does what stays on record, as others will read it. */
export type ReasonFault = 'short' | 'unseen' | 'person'

const shortest = 4

/** What is wrong with a reason: fewer than four letters, digits or Han characters that can be seen, or what `toldFault` finds. */
export function reasonFault(text: string): ReasonFault | undefined {
  const seen = text.match(/(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/gu) ?? []
  return seen.length < shortest ? 'short' : toldFault(text)
}

/** What is wrong with words that many will read: characters that nobody sees, ends of lines apart, or what looks like an identity number. */
export function toldFault(text: string): Exclude<ReasonFault, 'short'> | undefined {
  if (hasUnseen(text)) return 'unseen'
  return hasIdNumber(text) ? 'person' : undefined
}

/** Control and format characters, which hide or turn around what stands beside them. */
function hasUnseen(text: string): boolean {
  return /[\p{Cc}\p{Cf}]/u.test(text.replaceAll(/\r?\n/g, ' '))
}
