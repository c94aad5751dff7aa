import type { Text } from './ports.ts'

/** What reads the same in every language. */
export function same(text: string): Text {
  return { zh: text, en: text }
}
