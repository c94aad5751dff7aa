import type { DialectDefinition, Person } from '../../contracts/generated/types.ts'
import { fieldSets } from '../../domain/field-sets.ts'
import { type GatewayError, toGatewayError } from '../../errors.ts'
import { plain } from './convert.ts'
import type { Dialect, DialectQuestion } from './dialect.ts'
import { endingOf } from './ending.ts'
import { pathsOf, readFact, type StatedFact } from './fact-reader.ts'
import { factRules } from './fact-rules.ts'
import type { DialectFinding, FactName } from './normalised.ts'
import { join, placeAt, type Place } from './path.ts'
import { recordsOf } from './records.ts'
import { Numeral, type Tree } from './tree.ts'
import { understand } from './understand.ts'

/** What became of one field of a definition, for the engineer who writes it. */
export interface RehearsedField {
  fact: FactName
  /** Paths in the reply with what stands there, as the reply writes it; undefined where nothing does. */
  sources: readonly { path: string; raw: string | undefined }[]
  /** Converter or constant. */
  by: string
  result: StatedFact | GatewayError | undefined
}

/** A sample reply gone through field by field, and the finding that a question about the sample's own person would come to. */
export interface Rehearsal {
  fields: readonly RehearsedField[]
  finding: DialectFinding | GatewayError
}

/** Reads a sample as an answer about whomever it shows. A fault of one field does not hide the others. `at` in epoch milliseconds. */
export function rehearse(reply: Tree, { definition }: Dialect, at: number): Rehearsal {
  const { dialect, calls } = definition
  const last = calls.at(-1)
  const ending = last && attempt(() => endingOf(reply, last.reply.outcomes, last.name, dialect))
  if (ending !== undefined) return { fields: [], finding: ending }
  const found = attempt(() => recordsOf(reply, definition))
  const record = Array.isArray(found) ? found[0] : undefined
  return {
    fields: record ? fieldsOf(record, definition) : [],
    finding: attempt(() => understand(reply, definition, questionAbout(record, at, definition))),
  }
}

function fieldsOf(record: Place, definition: DialectDefinition): RehearsedField[] {
  return [...factRules.keys()].flatMap((fact) => {
    const field = definition.fields[fact]
    if (!field) return []
    const sources = pathsOf(field).map((path) => {
      const found = placeAt(record.value, path)
      return { path: join(record.path, found?.path ?? path), raw: found && rawText(found.value) }
    })
    const by = field.as ?? 'constant'
    return [{ fact, sources, by, result: attempt(() => readFact(fact, record, definition)) }]
  })
}

/** As a message would write it. */
function rawText(value: Tree): string {
  if (value instanceof Numeral) return value.text
  return JSON.stringify(value, (_, inside: unknown) => (inside instanceof Numeral ? inside.text : inside))
}

function questionAbout(
  record: Place | undefined,
  at: number,
  { person }: DialectDefinition,
): DialectQuestion {
  const nobody = { code: '000000000000000', name: '' }
  const shown = (path: string | undefined) => {
    const found = path === undefined || !record ? undefined : placeAt(record.value, path)
    return (found && plain(found.value)) ?? ''
  }
  return {
    person: personOf(shown(person.name), shown(person.idNumber)),
    fields: fieldSets,
    centre: nobody,
    addressee: nobody,
    applicationNumber: '',
    at,
    seed: Buffer.alloc(16),
  }
}

function personOf(name: string, idNumber: string): Person {
  const idType = /^(\d{15}|\d{17}[\dXx])$/.test(idNumber) ? 'resident-id' : 'other'
  return { name, idType, idNumber }
}

function attempt<T>(work: () => T): T | GatewayError {
  try {
    return work()
  } catch (thrown) {
    return toGatewayError(thrown)
  }
}
