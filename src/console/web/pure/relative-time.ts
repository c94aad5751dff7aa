/** 刚刚, 5 分钟前, 3 小时前, 昨天 09:30, else 2026-11-20 09:30. Instants are RFC 3339 with the offset of China. */
export function relativeTime(instant: string, now: string): string {
  const seconds = Math.round((Date.parse(now) - Date.parse(instant)) / 1000)
  if (seconds < 0) return ahead(instant, -seconds)
  if (seconds < 60) return '刚刚'
  if (seconds < 3600) return `${Math.floor(seconds / 60)} 分钟前`
  if (instant.slice(0, 10) === now.slice(0, 10)) return `${Math.floor(seconds / 3600)} 小时前`
  if (isYesterday(instant, now)) return `昨天 ${instant.slice(11, 16)}`
  return minute(instant)
}

/** Whether an instant is of the day before, in China. */
export function isYesterday(instant: string, now: string): boolean {
  const yesterday = new Date(Date.parse(`${now.slice(0, 10)}T00:00:00Z`) - 86_400_000).toISOString()
  return instant.slice(0, 10) === yesterday.slice(0, 10)
}

/** 2026-11-20 09:30 */
export function minute(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)}`
}

function ahead(instant: string, seconds: number): string {
  if (seconds < 60) return `${seconds} 秒后`
  return seconds < 3600 ? `${Math.ceil(seconds / 60)} 分钟后` : minute(instant)
}
