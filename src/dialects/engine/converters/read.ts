/** A fact as the contract has it. */
export type FactValue = string | number | boolean | readonly string[]

/** What a converter made of a value. Converters give undefined, and never throw, for a value that is not of their form. */
export interface Read {
  /** Undefined where the value says nothing, as some codes do. */
  value: FactValue | undefined
  /** What had to be done beyond reading. */
  notes: readonly string[]
}

/** Reads text without white space around it, which is not empty. */
export type ReadText = (text: string) => Read | undefined

/** What a parser of the domain found, as a converter's finding. */
export function read(value: FactValue | undefined, ...notes: readonly string[]): Read | undefined {
  return value === undefined ? undefined : { value, notes }
}
