import { parseDate } from '../../domain/calendar.ts'

const dayMs = 86_400_000

/** From the beginning of the first day to the end of the last, China time, in epoch milliseconds; all time where none is named. */
export function spanOf({ from, to }: { from?: string | undefined; to?: string | undefined }): {
  from: number
  to: number
} {
  return {
    from: startOf(from) ?? 0,
    to: (startOf(to) ?? Number.MAX_SAFE_INTEGER - dayMs) + dayMs,
  }
}

function startOf(day: string | undefined): number | undefined {
  const date = day === undefined ? undefined : parseDate(day)
  return date === undefined ? undefined : Date.parse(`${date}T00:00:00+08:00`)
}
