import * as fc from 'fast-check'
import { daysAfter, parseDate, type CalendarDate } from '../../src/domain/calendar.ts'
import { mod112CheckCharacter } from '../../src/domain/mod-11-2.ts'
import { fen, type Fen } from '../../src/domain/money.ts'
import { addMonths, monthOf, type CalendarMonth } from '../../src/domain/month.ts'

/** Throws where a test's own date is wrong. */
export function day(text: string): CalendarDate {
  const date = parseDate(text)
  if (date === undefined) throw new RangeError(text)
  return date
}

export function month(text: string): CalendarMonth {
  return monthOf(`${text}-01`)
}

/** Any amount. */
export function fens(): fc.Arbitrary<Fen> {
  return fc.maxSafeInteger().map(fen)
}

/** Any month of 1950 to 2049, so that a century may be added or taken away around it. */
export function months(): fc.Arbitrary<CalendarMonth> {
  return fc.nat(1199).map((n) => addMonths(month('1950-01'), n))
}

/** Any day of 1900 to 1999. */
export function days(): fc.Arbitrary<CalendarDate> {
  return fc.nat(36_523).map((n) => daysAfter(day('1900-01-01'), n))
}

export function digits(length: number): fc.Arbitrary<string> {
  return fc.nat(10 ** length - 1).map((n) => String(n).padStart(length, '0'))
}

/** Correct 18-character numbers of the form of GB 11643-1999 that begin with one of `prefixes`. */
export function birthCodedNumbers(...prefixes: string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...prefixes), days(), digits(3))
    .map(([prefix, birth, sequence]) => prefix + birth.replaceAll('-', '') + sequence)
    .map((body) => body + mod112CheckCharacter(body))
}

export interface SingleError {
  right: string
  wrong: string
}

/** Texts of `rights` with one character replaced by another one of `alphabet`. */
export function singleErrors(rights: fc.Arbitrary<string>, alphabet: string): fc.Arbitrary<SingleError> {
  return fc
    .tuple(rights, fc.nat(), fc.constantFrom(...alphabet))
    .map(([right, n, character]) => {
      const at = n % right.length
      return { right, wrong: right.slice(0, at) + character + right.slice(at + 1) }
    })
    .filter(({ right, wrong }) => right !== wrong)
}
