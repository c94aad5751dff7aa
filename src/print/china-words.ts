/** `2026-10` as 2026年10月. */
export function monthText(month: string): string {
  return `${month.slice(0, 4)}年${month.slice(5, 7)}月`
}

/** `2026-10-05` as 2026年10月05日. */
export function dateText(date: string): string {
  return `${monthText(date)}${date.slice(8, 10)}日`
}

/** `2026-10-05T09:30:00+08:00` as 2026年10月05日 09:30. */
export function momentText(instant: string): string {
  return `${dateText(instant)} ${instant.slice(11, 16)}`
}

/** From the first month to the last; one month alone. */
export function spanText(start: string, end: string): string {
  return start === end ? monthText(start) : `${monthText(start)}—${monthText(end)}`
}

/** The form's boxes, of which at most one is ticked (■). */
export function ticks(texts: readonly string[], ticked: string | undefined, between = '　'): string {
  return texts.map((text) => `${text === ticked ? '■' : '□'}${text}`).join(between)
}
