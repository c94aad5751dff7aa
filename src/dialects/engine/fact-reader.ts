import type { DialectDefinition, DialectField } from '../../contracts/generated/types.ts'
import { isAbsent } from './absence.ts'
import { convert, refusals, type ConverterName } from './convert.ts'
import type { FactValue } from './converters/read.ts'
import { factRules } from './fact-rules.ts'
import type { FactName, Lineage } from './normalised.ts'
import { join, placeAt, type Place } from './path.ts'
import { refusal } from './refusal.ts'

/** A fact that the record gives. */
export interface StatedFact {
  value: FactValue
  lineage: Lineage
  /** Another value of the record for the same fact says something else. */
  disputed: boolean
}

/** Where a fact is read from and how. */
interface Source {
  from: readonly string[]
  as: ConverterName
  table: string | undefined
}

/**
 * Reads one fact of a record by its definition; undefined where the record does not give it.
 * Fails with CENTRE_ANSWER_INVALID, naming path and fact, where a value is not of its form.
 */
export function readFact(
  fact: FactName,
  record: Place,
  definition: DialectDefinition,
): StatedFact | undefined {
  const field = definition.fields[fact]
  if (!field) return undefined
  if (field.constant !== undefined) {
    return { value: field.constant, lineage: { from: [], by: 'constant' }, disputed: false }
  }
  const [first, ...others] = sourcesOf(field)
    .map((source) => readSource(fact, source, record, definition))
    .filter((read) => read !== undefined)
  // Where the first says nothing, what is printed beside it does not speak for it
  if (!first) return undefined
  return { ...first, disputed: others.some((other) => other && !isSame(other.value, first.value)) }
}

/** Paths of the record that a field is read from. */
export function pathsOf(field: DialectField): string[] {
  return sourcesOf(field).flatMap(({ from }) => from)
}

function sourcesOf({ from, as, table, against = [] }: DialectField): Source[] {
  const first = from === undefined || as === undefined ? [] : [{ from: [from].flat(), as, table }]
  return [...first, ...against.map(({ from, as, table }) => ({ from: [from], as, table }))]
}

/** Undefined where it is not there, null where its code says nothing. */
function readSource(
  fact: FactName,
  { from, as, table }: Source,
  record: Place,
  definition: DialectDefinition,
): Omit<StatedFact, 'disputed'> | null | undefined {
  const texts = [...(definition.absent ?? []), ...(definition.fields[fact]?.absent ?? [])]
  const found = from.map((path) => placeAt(record.value, path))
  const given = found.flatMap((place) => (place && !isAbsent(place.value, texts) ? [place.value] : []))
  if (given.length === 0) return undefined
  const paths = found.map((place, i) => join(record.path, place?.path ?? from[i] ?? ''))
  const refuse = (rule: string) => refusal(definition.dialect, paths.join(' and '), `${fact}: ${rule}`)
  if (given.length < from.length) throw refuse(refusals[as])
  const codes = definition.codes?.[table ?? ''] ?? {}
  const read = convert(as, given, codes)
  if (!read) throw refuse(refusals[as])
  const rule = factRules.get(fact)
  if (read.value === undefined) return null
  if (rule?.saysNothing?.(read.value)) return undefined
  if (!rule?.allows(read.value)) throw refuse('超出取值范围 out of its range')
  return {
    value: read.value,
    lineage: { from: paths, by: as, ...(read.notes.length > 0 && { notes: read.notes }) },
  }
}

function isSame(a: FactValue, b: FactValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
