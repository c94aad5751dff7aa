const forms = {
  utc: /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/,
  generalized: /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/,
} as const

/**
 * Epoch milliseconds of a time as RFC 5280 §4.1.2.5 writes it: GMT, with seconds, without fractions.
 * A UTCTime year of 50 or more is of the twentieth century. Undefined when it is no such time.
 */
export function readTime(content: Uint8Array, form: keyof typeof forms): number | undefined {
  const text = Buffer.from(content).toString('latin1')
  const parts = forms[form].exec(text)?.slice(1).map(Number)
  if (!parts) return undefined
  const [written = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
  const year = form === 'generalized' ? written : written + (written >= 50 ? 1900 : 2000)
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second)
  const exact =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  return exact ? date.getTime() : undefined
}
