import { halfWidth } from './half-width.ts'
import { unseenMarks } from './legible.ts'

// Rare characters that Unicode took in late still sit in the private use area of many core systems.
const HAN = String.raw`[\p{Script=Han}\p{Private_Use}]`
const FULL_STOP_BETWEEN_HAN = new RegExp(`(?<=${HAN}) ?[.．] ?(?=${HAN})`, 'gu')
const SPACE_BETWEEN_HAN = new RegExp(`(?<=${HAN}) (?=${HAN})`, 'gu')

/**
 * One spelling for names (姓名) that differ only in how they were typed: NFC, half-width Latin letters,
 * no spaces between Han characters and single ones elsewhere, and U+00B7 for every dot between name parts
 * (阿卜杜·热合曼). A full stop is such a dot only between Han characters; "John F. Smith" keeps his.
 */
export function canonicalName(name: string): string {
  return halfWidth(name.replaceAll(unseenMarks, ''))
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/ ?[·•‧∙⋅・･] ?/g, '·')
    .replace(FULL_STOP_BETWEEN_HAN, '·')
    .replace(SPACE_BETWEEN_HAN, '')
}

/** Whether two names are one but for typing; Latin letters without regard to case, as passports print capitals. */
export function sameName(a: string, b: string): boolean {
  return a === b || canonicalName(a).toUpperCase() === canonicalName(b).toUpperCase()
}
