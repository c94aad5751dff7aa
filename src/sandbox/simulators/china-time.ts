/** The moment (epoch milliseconds) by the clock in China, in the letters y M d H m s S of `pattern`. */
export function chinaTime(at: number, pattern: string): string {
  const [date = '', time = ''] = new Date(at + 8 * 3_600_000).toISOString().split('T')
  const [year = '', month = '', day = ''] = date.split('-')
  const [hour = '', minute = '', second = ''] = time.slice(0, 8).split(':')
  const letters: Record<string, string> = {
    yyyy: year,
    MM: month,
    dd: day,
    HH: hour,
    mm: minute,
    ss: second,
    SSS: time.slice(9, 12),
  }
  return pattern.replaceAll(/yyyy|MM|dd|HH|mm|ss|SSS/g, (run) => letters[run] ?? run)
}
