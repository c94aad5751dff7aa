import { parseMoment } from './moment.ts'
import { read, type Read } from './read.ts'

/** Instant by RFC 3339 in China time, to the second. A date alone is the beginning of that day. */
export function dateTime(text: string): Read | undefined {
  const moment = parseMoment(text)
  if (!moment) return undefined
  return moment.time === undefined
    ? read(`${moment.date}T00:00:00+08:00`, 'beginning-of-day')
    : read(`${moment.date}T${moment.time}+08:00`)
}
