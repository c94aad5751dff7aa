import { read, type Read } from './read.ts'

/** A number of things: digits alone, with or without leading zeros. */
export function count(text: string): Read | undefined {
  return /^\d{1,9}$/.test(text) ? read(Number(text)) : undefined
}
