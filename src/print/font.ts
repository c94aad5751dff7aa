import { readFileSync } from 'node:fs'

let bytes: Buffer | undefined

/** Noto Sans SC Regular, whole (assets/fonts, OFL 1.1); read once. Into a PDF only the glyphs go that it uses. */
export function paperFont(): Buffer {
  bytes ??= readFileSync(new URL('../../assets/fonts/NotoSansSC-Regular.ttf', import.meta.url))
  return bytes
}

/**
 * Text as the font can show it. A character that it lacks stands as its code point, 〔U+20BB7〕, and is told to `unshown`; what is
 * invisible by its nature, such as a variation selector or a change of direction, is left out.
 */
export function shownText(
  text: string,
  has: (codePoint: number) => boolean,
  unshown: (name: string) => void,
): string {
  return [...text.normalize('NFC')].map(shown).join('')

  function shown(character: string): string {
    if (character === '\n') return character
    const codePoint = character.codePointAt(0) ?? 0
    if (/\p{Default_Ignorable_Code_Point}|\p{Cc}/u.test(character)) return ''
    if (has(codePoint)) return character
    const name = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
    unshown(name)
    return `〔${name}〕`
  }
}
