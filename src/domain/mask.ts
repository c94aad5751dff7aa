import { idNumbersIn } from './identity/written-number.ts'
import { type Place, placesOf } from './written.ts'

/** A name for logs and screens: its first character and one star, so that not even the length shows. */
export function maskName(name: string): string {
  return `${[...name].slice(0, 1).join('')}*`
}

/** An identity number: first 4 and last 4 of 15 characters or more, which hides county and birthday; first and last 1 of shorter ones. */
export function maskIdNumber(idNumber: string): string {
  return idNumber.length >= 15 ? maskMiddle(idNumber, 4, 4) : maskMiddle(idNumber, 1, 1)
}

/** An account number: its last 4. */
export function maskAccount(account: string): string {
  return maskMiddle(account, 0, 4)
}

/** Free text in which whatever looks like an identity number is masked, as `idNumbersIn` finds it, what stood between its digits with it. */
export function maskIdNumbersIn(text: string): string {
  return replaced(text, idNumbersIn(text), ({ number }) => maskIdNumber(number))
}

/** The same, with a person's name and number masked wherever they stand in it, however they are written. */
export function maskPersonIn(text: string, { name, idNumber }: { name: string; idNumber: string }): string {
  const unnumbered = replaced(text, placesOf(idNumber, text), () => maskIdNumber(idNumber))
  return maskIdNumbersIn(replaced(unnumbered, placesOf(name, unnumbered), () => maskName(name)))
}

function replaced<P extends Place>(text: string, places: readonly P[], by: (place: P) => string): string {
  return places.reduceRight(
    (before, place) => before.slice(0, place.from) + by(place) + before.slice(place.to),
    text,
  )
}

// What is too short to keep a third of it hidden is hidden whole.
function maskMiddle(text: string, head: number, tail: number): string {
  const shown = head + tail
  if (text.length * 2 < shown * 3) return '*'.repeat(text.length)
  return text.slice(0, head) + '*'.repeat(text.length - shown) + text.slice(-tail)
}
