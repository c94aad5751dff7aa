import { chinaDateTime } from '../../clock.ts'
import type { Contradiction, DepositFacts, DialectDefinition } from '../../contracts/generated/types.ts'
import { contradictionsOf } from '../../domain/contradictions/found.ts'
import { withDerivedFacts } from '../../domain/derived-facts.ts'
import { monthOf } from '../../domain/month.ts'
import { openAccount } from './account.ts'
import { assembled } from './assemble.ts'
import type { DialectQuestion } from './dialect.ts'
import { readFact, type StatedFact } from './fact-reader.ts'
import { factRules, isWanted } from './fact-rules.ts'
import { lineageOf } from './lineage.ts'
import { missingFacts } from './missing.ts'
import type { DialectFinding, FactName, Normalised } from './normalised.ts'
import type { Place } from './path.ts'
import { recordsOf } from './records.ts'
import type { Tree } from './tree.ts'
import { unmappedPaths } from './unmapped.ts'
import { isOf } from './whose.ts'

/**
 * What a reply that answers a question says of the person, by the definition of the dialect: only the field sets asked for.
 * Fails with CENTRE_ANSWER_INVALID, naming a path of the reply and the rule that it breaks, never a value: of an answer
 * that cannot be read exactly nothing is used.
 */
export function understand(
  reply: Tree,
  definition: DialectDefinition,
  question: DialectQuestion,
): DialectFinding {
  const records = recordsOf(reply, definition).filter((record) => isOf(question.person, record, definition))
  if (records.length === 0) return { outcome: 'no-record' }
  const record = openAccount(records, definition)
  if (!record) return { outcome: 'not-issuable', reason: 'account-closed' }
  return { outcome: 'found', normalised: normalise(record, definition, question) }
}

function normalise(
  record: Place,
  definition: DialectDefinition,
  { fields, at }: DialectQuestion,
): Normalised {
  const stated = new Map<FactName, StatedFact>()
  for (const fact of factRules.keys()) {
    const read = isWanted(fact, fields) ? readFact(fact, record, definition) : undefined
    if (read) stated.set(fact, read)
  }
  const said = assembled(stated, fields, chinaDateTime(at))
  const facts = withMonthOfRun(withDerivedFacts(said))
  const contradictions = [...contradictionsOf(said), ...disputes(stated)]
  const lineage = lineageOf(facts, stated)
  return {
    facts: contradictions.length === 0 ? facts : { ...facts, contradictions },
    lineage,
    missing: missingFacts(facts, lineage, fields),
    unmapped: unmappedPaths(record, definition),
  }
}

/** A run holds as of the month in which the centre made the answer, unless it names another. */
function withMonthOfRun(facts: DepositFacts): DepositFacts {
  const { asOf, continuity } = facts
  if (!continuity) return facts
  const { start, end, months, monthCount, sixMonths } = continuity
  const isGiven = [start, end, months, monthCount, sixMonths].some((fact) => fact !== undefined)
  return isGiven ? { ...facts, continuity: { asOf: monthOf(asOf), ...continuity } } : facts
}

function disputes(stated: ReadonlyMap<FactName, StatedFact>): Contradiction[] {
  return [...stated]
    .filter(([, { disputed }]) => disputed)
    .map(([fact]) => ({ rule: 'two-sources', facts: [fact] }))
}
