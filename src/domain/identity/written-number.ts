import { parseDate } from '../calendar.ts'
import { type Place, writtenBetween, writtenText } from '../written.ts'
import { isProvince } from './province.ts'

/** Where a number stands in a text, and the number itself, half-width. */
export interface WrittenNumber extends Place {
  number: string
}

const between = writtenBetween
const long = new RegExp(`[0-9](?:${between}[0-9]){16}${between}[0-9Xx](?![0-9])`, 'uy')
const short = new RegExp(`[0-9](?:${between}[0-9]){14}(?![0-9])`, 'uy')

/** What a number neither begins nor ends in the middle of: an id of ours, a date. */
const whole =
  /[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|(?<![0-9])(?:19|20)[0-9]{2}([-.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])/gi

/** Whether somebody's identity number stands in what somebody wrote. */
export function hasIdNumber(text: string): boolean {
  return idNumbersIn(text).length > 0
}

/**
 * Whatever looks like an identity number (GB 11643, 18 characters or the 15 of before 1999) in what somebody wrote, in any form in
 * which entering one is forgiven and in some more. Written in one piece it counts by its length; in pieces, where other figures are
 * meant more often, only where its division and date of birth can be.
 */
export function idNumbersIn(text: string): WrittenNumber[] {
  const { plain, placeOf } = writtenText(text)
  const wholes = [...plain.matchAll(whole)].map(
    ({ index, 0: found }) => [index, index + found.length] as const,
  )
  const cut = (at: number): boolean => wholes.some(([from, to]) => from < at && at < to)
  const found: WrittenNumber[] = []
  for (const { index } of plain.matchAll(/(?<![0-9])[0-9]/g)) {
    for (const form of [long, short]) {
      form.lastIndex = index
      const [written] = form.exec(plain) ?? []
      if (written === undefined || cut(index) || cut(form.lastIndex)) continue
      const number = written.replaceAll(/[^0-9Xx]/g, '')
      if (number !== written && !canBe(number)) continue
      const place = placeOf(index, form.lastIndex)
      const last = found.at(-1)
      if (last && place.from < last.to) found.splice(-1, 1, joined(last, { ...place, number }))
      else found.push({ ...place, number })
    }
  }
  return found
}

/** Two that share digits: which of them is meant nobody knows. */
function joined(a: WrittenNumber, b: WrittenNumber): WrittenNumber {
  return b.to <= a.to ? a : { from: a.from, to: b.to, number: a.number + b.number }
}

function canBe(number: string): boolean {
  const foreign = number.length === 18 && number.startsWith('9')
  if (!isProvince(foreign ? number.slice(1, 3) : number.slice(0, 2))) return false
  const birth = number.length === 18 ? number.slice(6, 14) : `19${number.slice(6, 12)}`
  return /^(?:18|19|20)/.test(birth) && parseDate(birth) !== undefined
}
