import type { DepositFacts } from '../../contracts/generated/types.ts'

/** A fact by its field set and name, such as contribution.base. */
export type FactName = string

/** What a dialect made of one record. */
export interface Normalised {
  facts: DepositFacts
  /** Of every fact given: where it comes from. */
  lineage: Readonly<Record<FactName, Lineage>>
  /** Facts asked for that the centre did not give (对方未提供). */
  missing: readonly FactName[]
  /** Values of the record that the definition neither maps nor ignores, as paths. */
  unmapped: readonly string[]
}

/** Where a fact comes from. */
export interface Lineage {
  /** Paths in the reply. Empty for a constant of the definition. */
  from: readonly string[]
  /** The converter, constant, or the rule by which it follows from other facts. */
  by: string
  /** What had to be done to it beyond reading, such as rounded-half-up or rounding:ceil-jiao. */
  notes?: readonly string[]
}

/** What a conversation in a dialect ends with. */
export type DialectFinding =
  | { outcome: 'found'; normalised: Normalised }
  | { outcome: 'no-record' }
  | { outcome: 'not-issuable'; reason: 'account-closed' }
