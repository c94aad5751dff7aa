/** Where something stands in a text: from its first character to behind its last one (UTF-16). */
export interface Place {
  from: number
  to: number
}

/** What people put between the characters of a number or name, as a regular expression: white space, what is not seen, dashes, dots. */
export const writtenBetween = String.raw`[\s\p{Cf}\p{Pd}−.·•・]*`

/** A text in Unicode's compatibility form (NFKC), full-width digits half-width, and where in the text a part of that comes from. */
export function writtenText(text: string): { plain: string; placeOf(from: number, to: number): Place } {
  let plain = ''
  const places: Place[] = []
  let from = 0
  for (const character of text) {
    const to = from + character.length
    const folded = character.normalize('NFKC')
    plain += folded
    for (let i = 0; i < folded.length; i += 1) places.push({ from, to })
    from = to
  }
  return {
    plain,
    placeOf: (first, behind) => ({ from: places[first]?.from ?? 0, to: places[behind - 1]?.to ?? 0 }),
  }
}

/** Wherever a name or number stands in a text, however it is spaced, widened or capitalised. */
export function placesOf(what: string, text: string): Place[] {
  const characters = [...what.normalize('NFKC').replaceAll(new RegExp(writtenBetween, 'gu'), '')]
  if (characters.length === 0) return []
  const { plain, placeOf } = writtenText(text)
  const written = characters.map((character) => RegExp.escape(character)).join(writtenBetween)
  // Li Na is not in "reli national".
  const latin = String.raw`\p{Script=Latin}`
  const isWord = new RegExp(`^${latin}+$`, 'u').test(characters.join(''))
  const pattern = isWord ? `(?<!${latin})${written}(?!${latin})` : written
  return [...plain.matchAll(new RegExp(pattern, 'giu'))].map(({ index, 0: found }) =>
    placeOf(index, index + found.length),
  )
}
