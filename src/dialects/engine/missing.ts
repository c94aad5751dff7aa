import type { DepositFacts, FieldSet } from '../../contracts/generated/types.ts'
import { factRules, isWanted } from './fact-rules.ts'
import type { FactName, Lineage } from './normalised.ts'

/** Facts of the field sets asked for that the centre did not give (对方未提供), but for those that there cannot be. */
export function missingFacts(
  facts: DepositFacts,
  lineage: Readonly<Record<FactName, Lineage>>,
  fields: readonly FieldSet[],
): FactName[] {
  const impossible = impossibleFacts(facts)
  return [...factRules.keys()].filter(
    (fact) =>
      fact.includes('.') && isWanted(fact, fields) && !(fact in lineage) && !impossible.includes(fact),
  )
}

/** An empty run has no ends, nobody without loans settled one, and loans of which one is not settled have no tick. */
function impossibleFacts({ continuity = {}, loans = {} }: DepositFacts): FactName[] {
  return [
    ...(continuity.monthCount === 0 ? ['continuity.start', 'continuity.end'] : []),
    ...(loans.count === 0 ? ['loans.lastSettled'] : []),
    ...(loans.unsettled === true ? ['loans.usage'] : []),
  ]
}
