/** Ends of lines and tabs, with which one text would look like several. */
const ends = /[\t-\r\u0085\u2028\u2029]+/gu

/** What nobody sees and what turns round or hides what stands beside it: format characters, such as U+202E, and fillers, such as U+3164. */
export const unseenMarks = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/** Another's words as they may stand beside ours, in one line: without control characters and `unseenMarks`. */
export function legibleText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(ends, ' ')
    .replaceAll(/\p{Cc}/gu, '')
    .replaceAll(unseenMarks, '')
}

/** The same for every text in a value, for screens and paper; a text of which nothing can be seen says so. What is kept as evidence stays as it came. */
export function legible<T>(value: T): T {
  return shown(value) as T
}

function shown(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? '' : legibleText(value) || '〔不可见〕'
  if (Array.isArray(value)) return value.map(shown)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shown(inner)]))
}
