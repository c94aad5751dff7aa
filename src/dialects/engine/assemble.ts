import type { FieldSet, DepositFacts } from '../../contracts/generated/types.ts'
import type { StatedFact } from './fact-reader.ts'
import type { FactName } from './normalised.ts'

export type StatedFacts = ReadonlyMap<FactName, Pick<StatedFact, 'value'>>

/**
 * Facts by their names, such as loans.count, as the contract has them: every field set asked for, empty where nothing of
 * it is given. Every value has been held to its rule (fact-rules.ts), which makes them of that type.
 */
export function assembled(stated: StatedFacts, fields: readonly FieldSet[], asOf: string): DepositFacts {
  const facts: Record<string, unknown> = { asOf }
  const sets = new Map(fields.map((set): [string, Record<string, unknown>] => [set, {}]))
  for (const [fact, { value }] of stated) {
    const [set = '', name] = fact.split('.')
    if (name === undefined) facts[set] = value
    else (sets.get(set) ?? {})[name] = value
  }
  return Object.assign(facts, Object.fromEntries(sets)) as unknown as DepositFacts
}
