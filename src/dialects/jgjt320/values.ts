import { parseDate, type CalendarDate } from '../../domain/calendar.ts'
import { addFen, parseYuan, type Fen } from '../../domain/money.ts'
import { parseMonth, type CalendarMonth } from '../../domain/month.ts'
import { parseFraction, parsePercent, type BasisPoints } from '../../domain/ratio.ts'
import { GatewayError } from '../../errors.ts'
import { remembering } from './remembering.ts'

/** One row of the core, by element code; nothing in it is trusted to have the standard's form. */
export type CoreRow = Readonly<Record<string, unknown>>

/** How a core writes ratios in N(4,2): "12.00" is 12 % in one, "0.12" in the other. The standard's text leaves both. */
export type RatioForm = 'percent' | 'fraction'

const decimal = /^-?\d{1,16}(?:\.\d{1,2})?$/
const ratioDecimal = /^\d{1,2}(?:\.\d{1,2})?$/
// eslint-disable-next-line no-control-regex -- what PlainText of the contract forbids
const plainText = /^[^\u0000-\u001f\u007f]{1,200}$/u

const readYuan = remembering((text) => (decimal.test(text) ? parseYuan(text) : undefined))
const readMonth = remembering((text) => (text.length === 6 ? parseMonth(text) : undefined))
const readDate = remembering((text) => (text.length === 8 ? parseDate(text) : undefined))

/** The failure of one element; it names the place and never the value. */
export function invalid(table: string, element: string): GatewayError {
  return new GatewayError('CORE_RECORD_INVALID', { where: `${table}.${element}` })
}

/** Text of 1 to 200 characters. Like all readers here: NULL and empty text are absent, another form is CORE_RECORD_INVALID. */
export function text(row: CoreRow, table: string, element: string): string | undefined {
  const value = held(row, table, element)
  return value === undefined ? undefined : must(plainText.test(value) ? value : undefined, table, element)
}

/** Amount N(18,2) in yuan, "6000.00". */
export function yuan(row: CoreRow, table: string, element: string): Fen | undefined {
  const value = held(row, table, element)
  return value === undefined ? undefined : must(readYuan(value), table, element)
}

/** Ratio N(4,2). */
export function ratio(
  row: CoreRow,
  table: string,
  element: string,
  form: RatioForm,
): BasisPoints | undefined {
  const value = held(row, table, element)
  if (value === undefined) return undefined
  const parse = form === 'percent' ? parsePercent : parseFraction
  return must(ratioDecimal.test(value) ? parse(value) : undefined, table, element)
}

/** Date YYYYMMDD. */
export function date(row: CoreRow, table: string, element: string): CalendarDate | undefined {
  const value = held(row, table, element)
  return value === undefined ? undefined : must(readDate(value), table, element)
}

/** Month YYYYMM. */
export function month(row: CoreRow, table: string, element: string): CalendarMonth | undefined {
  const value = held(row, table, element)
  return value === undefined ? undefined : must(readMonth(value), table, element)
}

/** What a code of a code table means. */
export function code<T>(
  row: CoreRow,
  table: string,
  element: string,
  meanings: ReadonlyMap<string, T>,
): T | undefined {
  const value = held(row, table, element)
  return value === undefined ? undefined : must(meanings.get(value), table, element)
}

/** The sum of amounts of one element; one of them unknown makes it unknown. */
export function total(
  amounts: readonly (Fen | undefined)[],
  table: string,
  element: string,
): Fen | undefined {
  const known = amounts.filter((amount) => amount !== undefined)
  if (known.length < amounts.length) return undefined
  try {
    return addFen(...known)
  } catch {
    throw invalid(table, element)
  }
}

/** An element that a row is useless without. */
export function must<T>(value: T | undefined, table: string, element: string): T {
  if (value === undefined) throw invalid(table, element)
  return value
}

function held(row: CoreRow, table: string, element: string): string | undefined {
  const value = row[element]
  if (value === null || value === undefined || value === '') return undefined
  if (typeof value === 'string') return value
  throw invalid(table, element)
}
