import { month } from './month.ts'
import { read, type Read } from './read.ts'

const separators = /[\s,;|，；、]+/

/** The months of a text, between commas, semicolons, bars or spaces: ascending, distinct. */
export function monthsOfText(text: string): Read | undefined {
  return monthsOfList(text.split(separators).filter((part) => part !== ''))
}

/** The months of a list, each as text; an empty list is known to have none. At most 840, the seventy years of the contract. */
export function monthsOfList(texts: readonly string[]): Read | undefined {
  const found = new Set<string>()
  const notes = new Set<string>()
  for (const text of texts) {
    const one = month(text)
    if (typeof one?.value !== 'string') return undefined
    found.add(one.value)
    for (const note of one.notes) notes.add(note)
  }
  return found.size > 840 ? undefined : read([...found].sort(), ...notes)
}
