import { chinaDateTime } from '../../../clock.ts'
import { parseDate, type CalendarDate } from '../../../domain/calendar.ts'

/** A date with the time of day, where there is one, in China time. */
export interface Moment {
  date: CalendarDate
  /** `HH:mm:ss`. */
  time: string | undefined
}

const days = [
  String.raw`(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})`,
  String.raw`(?<y>\d{4})-(?<m>\d{1,2})-(?<d>\d{1,2})`,
  String.raw`(?<y>\d{4})/(?<m>\d{1,2})/(?<d>\d{1,2})`,
  String.raw`(?<y>\d{4})年(?<m>\d{1,2})月(?<d>\d{1,2})日`,
]
const clock = String.raw`(?<h>\d{1,2}):(?<min>\d{2})(?::(?<s>\d{2})(?:[.:]\d{1,9})?)?`
const compactClock = String.raw`(?<h>\d{2})(?<min>\d{2})(?<s>\d{2})`
const zone = String.raw`(?<zone>Z|[+-]\d{2}:?\d{2})`

const forms = days.map(
  (day) => new RegExp(`^${day}(?:(?:[T ]?${compactClock}|(?:[T ]|(?<=日))${clock})${zone}?)?$`),
)

/**
 * Reads a date, or a date with a time of day, in the spellings that centres use: 20200513, 2020-05-13, 2020/05/13,
 * 2020年5月13日, 2020-05-13 09:30:00, 2017-08-23 19:21:14:812000, 20200513093000, 2020-05-13T01:30:00Z.
 * What has no zone is China time; fractions of a second are dropped. Undefined for everything else.
 */
export function parseMoment(text: string): Moment | undefined {
  for (const form of forms) {
    const parts = form.exec(text)?.groups
    if (parts) return momentOf(parts)
  }
  return undefined
}

function momentOf(parts: Record<string, string | undefined>): Moment | undefined {
  const date = parseDate([parts['y'], two(parts['m']), two(parts['d'])].join('-'))
  if (date === undefined || parts['h'] === undefined) return date && { date, time: undefined }
  const time = [parts['h'], parts['min'], parts['s']].map(two).join(':')
  if (!/^(?:[01]\d|2[0-3])(?::[0-5]\d){2}$/.test(time)) return undefined
  return parts['zone'] === undefined ? { date, time } : inChina(date, time, parts['zone'])
}

function inChina(date: CalendarDate, time: string, zone: string): Moment | undefined {
  const instant = Date.parse(`${date}T${time}${zone === 'Z' ? zone : zone.replace(/^(...):?/, '$1:')}`)
  if (Number.isNaN(instant)) return undefined
  const there = chinaDateTime(instant)
  const day = parseDate(there.slice(0, 10))
  return day && { date: day, time: there.slice(11, 19) }
}

function two(digits = '0'): string {
  return digits.padStart(2, '0')
}
