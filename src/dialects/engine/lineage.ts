import type { DepositFacts } from '../../contracts/generated/types.ts'
import { monthlyFits } from '../../domain/contradictions/monthly.ts'
import { derivedFrom } from '../../domain/derived-facts.ts'
import { factRules } from './fact-rules.ts'
import type { StatedFact } from './fact-reader.ts'
import type { FactName, Lineage } from './normalised.ts'

/** Of the moment to which facts hold, where the centre does not tell one. */
const byQuestion = 'moment of the question'

/** Of every fact, where it comes from: as stated, by what it follows from, or by the question. */
export function lineageOf(
  facts: DepositFacts,
  stated: ReadonlyMap<FactName, StatedFact>,
): Record<FactName, Lineage> {
  const present = new Set(namesOf(facts))
  const roundings = roundingsOf(facts)
  return Object.fromEntries(
    [...factRules.keys()].filter((fact) => present.has(fact)).map((fact) => [fact, lineageOfFact(fact)]),
  )

  function lineageOfFact(fact: FactName): Lineage {
    const own = stated.get(fact)?.lineage
    if (own) return noted(own, roundings.get(fact) ?? [])
    const terms = termsOf(fact).filter((term) => present.has(term))
    if (terms.length === 0) return { from: [], by: byQuestion }
    const from = new Set(terms.flatMap((term) => lineageOfFact(term).from))
    return { from: [...from], by: `derived from ${terms.join(', ')}` }
  }

  function termsOf(fact: FactName): readonly FactName[] {
    if (fact === 'continuity.asOf') return ['asOf']
    return derivedFrom[fact]?.find((terms) => terms.some((term) => present.has(term))) ?? []
  }
}

function namesOf(facts: DepositFacts): FactName[] {
  return Object.entries(facts).flatMap(([set, value]) =>
    typeof value === 'object' ? Object.keys(value).map((name) => `${set}.${name}`) : [set],
  )
}

/** Which roundings make each stated monthly amount, where it is not exactly base × ratio. */
function roundingsOf(facts: DepositFacts): Map<FactName, string[]> {
  const fits = monthlyFits(facts.contribution ?? {})
  return new Map(
    fits.map(({ amount, fit }) => [amount, fit === 'exact' ? [] : fit.map((name) => `rounding:${name}`)]),
  )
}

function noted(lineage: Lineage, notes: readonly string[]): Lineage {
  return notes.length === 0 ? lineage : { ...lineage, notes: [...(lineage.notes ?? []), ...notes] }
}
