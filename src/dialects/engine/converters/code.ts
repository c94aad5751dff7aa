import type { Read } from './read.ts'

/** Their code to our word, true or false; null for a code that says nothing. */
export type CodeTable = Readonly<Record<string, string | boolean | null>>

/** What a code means by its table. A code that is not in the table is refused: guessing its meaning would be worse. */
export function code(text: string, table: CodeTable): Read | undefined {
  const meaning = Object.hasOwn(table, text) ? table[text] : undefined
  return meaning === undefined ? undefined : { value: meaning ?? undefined, notes: [] }
}
