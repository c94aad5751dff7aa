declare const brand: unique symbol

/** Calendar date `YYYY-MM-DD`, Gregorian, 0001-01-01 to 9999-12-31, China time. As text it sorts in time order. */
export type CalendarDate = string & { readonly [brand]: 'CalendarDate' }

const DAY_MS = 86_400_000

function isDate(text: string): text is CalendarDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false
  const instant = Date.parse(`${text}T00:00:00Z`)
  // Date.parse moves 30 February into March; the way back shows it.
  return !Number.isNaN(instant) && isoDay(instant) === text
}

/** Reads `YYYYMMDD` and `YYYY-MM-DD`, nothing else; undefined for a day that the calendar does not have. */
export function parseDate(text: string): CalendarDate | undefined {
  const date = /^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text
  return isDate(date) ? date : undefined
}

/** The date `n` days later, or earlier where `n` is negative. Throws RangeError outside the years 1 to 9999. */
export function daysAfter(date: CalendarDate, n: number): CalendarDate {
  const later = isoDay(Date.parse(date) + n * DAY_MS)
  if (!isDate(later)) throw new RangeError('date outside the years 1 to 9999')
  return later
}

/** Negative, 0 or positive, for sorting in time order. */
export function compareDates(a: CalendarDate, b: CalendarDate): number {
  return Date.parse(a) - Date.parse(b)
}

function isoDay(epochMs: number): string {
  return new Date(epochMs).toISOString().split('T', 1)[0] ?? ''
}
