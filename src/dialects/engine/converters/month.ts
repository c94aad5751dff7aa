import { parseMonth, type CalendarMonth } from '../../../domain/month.ts'
import { parseMoment } from './moment.ts'
import { read, type Read } from './read.ts'

const forms = [/^(\d{4})(\d{2})$/, /^(\d{4})[-/](\d{1,2})$/, /^(\d{4})年(\d{1,2})月$/]

/** Month YYYY-MM of 202005, 2020-05, 2020/05, 2020年5月, or of a date: interfaces that document YYYYMM send YYYYMMDD too. */
export function month(text: string): Read | undefined {
  const alone = monthAlone(text)
  if (alone !== undefined) return read(alone)
  const day = parseMoment(text)?.date
  return day === undefined ? undefined : read(parseMonth(day.slice(0, 7)), 'day-dropped')
}

/** Month YYYY-MM of its year and its month in two texts, such as 2020 and 5. */
export function yearAndMonth(year: string, monthOfYear: string): Read | undefined {
  const digits = [/^(\d{4})年?$/.exec(year)?.[1], /^(\d{1,2})月?$/.exec(monthOfYear)?.[1]]
  return digits.includes(undefined) ? undefined : read(monthAlone(digits.join('-')))
}

function monthAlone(text: string): CalendarMonth | undefined {
  for (const form of forms) {
    const [, year, monthOfYear] = form.exec(text) ?? []
    if (year !== undefined) return parseMonth(`${year}-${monthOfYear?.padStart(2, '0')}`)
  }
  return undefined
}
