declare const brand: unique symbol

/** Calendar month `YYYY-MM`, 1900-01 to 2099-12. As text it sorts in time order. */
export type CalendarMonth = string & { readonly [brand]: 'CalendarMonth' }

function isMonth(text: string): text is CalendarMonth {
  return /^(?:19|20)\d{2}-(?:0[1-9]|1[0-2])$/.test(text)
}

function vouched(text: string): CalendarMonth {
  if (!isMonth(text)) throw new RangeError('not a calendar month from 1900-01 to 2099-12')
  return text
}

/** Reads `YYYY-MM` and `YYYYMM`, nothing else; undefined for a month that does not exist or is out of range. */
export function parseMonth(text: string): CalendarMonth | undefined {
  const month = /^\d{6}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4)}` : text
  return isMonth(month) ? month : undefined
}

/** Month of a date `YYYY-MM-DD`. Throws RangeError outside 1900 to 2099. */
export function monthOf(date: string): CalendarMonth {
  return vouched(date.slice(0, 7))
}

/** The month `n` months later, or earlier where `n` is negative. Throws RangeError outside 1900-01 to 2099-12. */
export function addMonths(month: CalendarMonth, n: number): CalendarMonth {
  const count = ordinal(month) + n
  const year = Math.floor(count / 12)
  return vouched(`${year}-${String(count - year * 12 + 1).padStart(2, '0')}`)
}

/** How many months `b` is after `a`; negative when it is before. */
export function monthsBetween(a: CalendarMonth, b: CalendarMonth): number {
  return ordinal(b) - ordinal(a)
}

/** Negative, 0 or positive, for sorting in time order. */
export function compareMonths(a: CalendarMonth, b: CalendarMonth): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function ordinal(month: CalendarMonth): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1
}
