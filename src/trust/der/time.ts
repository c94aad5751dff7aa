const lengths = { utc: 13, generalized: 15 } as const

/**
 * Epoch milliseconds of a time as RFC 5280 §4.1.2.5 writes it: GMT, with seconds, without fractions.
 * A UTCTime year of 50 or more is of the twentieth century. Undefined when it is no such time.
 * Long revocation lists hold little else, so it is read digit by digit.
 */
export function readTime(content: Uint8Array, form: keyof typeof lengths): number | undefined {
  const end = lengths[form] - 1
  if (content.length !== end + 1 || content[end] !== 0x5a) return undefined
  for (let at = 0; at < end; at += 1) {
    const digit = content[at] ?? 0
    if (digit < 0x30 || digit > 0x39) return undefined
  }
  const short = pair(content, end - 12)
  const year = form === 'generalized' ? pair(content, 0) * 100 + short : short + (short >= 50 ? 1900 : 2000)
  const month = pair(content, end - 10)
  const day = pair(content, end - 8)
  const [hour, minute, second] = [pair(content, end - 6), pair(content, end - 4), pair(content, end - 2)]
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const date = Date.UTC(year, month - 1, day, hour, minute, second)
  // Date.UTC takes the years 0 to 99 for the twentieth century.
  return year > 99 ? date : new Date(date).setUTCFullYear(year)
}

function pair(content: Uint8Array, at: number): number {
  return ((content[at] ?? 0) - 0x30) * 10 + (content[at + 1] ?? 0) - 0x30
}

const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && leap ? 29 : (days[month - 1] ?? 0)
}
