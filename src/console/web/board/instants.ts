import { unknown } from './figures.ts'

// Instants come as RFC 3339 with the offset of China, and are read there: the browser's own time zone has no say.

/** 2026-11-28 18:32:05 */
export function fullTime(instant: string | undefined): string {
  return instant === undefined ? unknown : `${instant.slice(0, 10)} ${instant.slice(11, 19)}`
}

/** 18:32:05 on the same day, else 11-27 18:32. `now` is such an instant too. */
export function shortTime(instant: string | undefined, now: string): string {
  if (instant === undefined) return unknown
  return instant.slice(0, 10) === now.slice(0, 10)
    ? instant.slice(11, 19)
    : instant.slice(5, 16).replace('T', ' ')
}

/** Whole seconds from one instant to another; never below 0. */
export function secondsBetween(from: string, until: string): number {
  return Math.max(0, Math.round((Date.parse(until) - Date.parse(from)) / 1000))
}

/** 12 秒, 3 分 05 秒, 2 小时 10 分, 5 天 2 小时 */
export function lengthText(seconds: number): string {
  if (seconds < 60) return `${seconds} 秒`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} 分 ${String(seconds % 60).padStart(2, '0')} 秒`
  const hours = Math.floor(seconds / 3600)
  return hours < 24
    ? `${hours} 小时 ${Math.floor((seconds % 3600) / 60)} 分`
    : `${Math.floor(hours / 24)} 天 ${hours % 24} 小时`
}

/** What a field of type datetime-local holds, as an instant of China. */
export function instantOf(field: string): string | undefined {
  if (field === '') return undefined
  return `${toTheMinute(field) ? `${field}:00` : field}+08:00`
}

/** The last instant of the minute, or second, that such a field holds. */
export function endOf(field: string): string | undefined {
  if (field === '') return undefined
  return `${toTheMinute(field) ? `${field}:59` : field}.999+08:00`
}

function toTheMinute(field: string): boolean {
  return field.length === 16
}
