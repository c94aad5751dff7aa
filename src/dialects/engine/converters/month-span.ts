import { month } from './month.ts'
import type { Read } from './read.ts'

/** Longest text looked at, in characters: two moments and what is between them. */
const longest = 60

/** Between two months: 至, 到, a tilde, a dash of any length, or a hyphen where the months themselves have none. */
const words = /\s*(?:至|到|~|～|[–—]+)\s*|\s+-\s+|(?<=月)-/

/** First month of a text with two, as certificates print a run: 2024年11月至2026年10月. */
export function firstMonth(text: string): Read | undefined {
  return spanOf(text)?.[0]
}

/** Its last month. */
export function lastMonth(text: string): Read | undefined {
  return spanOf(text)?.[1]
}

/** Both, or nothing: half of a run is none. */
function spanOf(text: string): readonly [Read, Read] | undefined {
  if (text.length > longest) return undefined
  const [first = '', last = '', ...more] = text.split(words)
  const [start, end] = [month(first), month(last)]
  return start && end && more.length === 0 ? [start, end] : undefined
}
