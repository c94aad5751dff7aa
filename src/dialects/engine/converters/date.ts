import { month } from './month.ts'
import { parseMoment } from './moment.ts'
import { read, type Read } from './read.ts'

/** Date YYYY-MM-DD of a date, or of a date with a time of day. A month alone says nothing: no day is made up for it. */
export function date(text: string): Read | undefined {
  return read(parseMoment(text)?.date) ?? (month(text) && { value: undefined, notes: [] })
}
