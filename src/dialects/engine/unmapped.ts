import type { DialectDefinition } from '../../contracts/generated/types.ts'
import { pathsOf } from './fact-reader.ts'
import { isBranch, join, placeAt, placesInside, type Place } from './path.ts'

/** Most paths that are told; an answer could hold any number. */
const pathsTold = 100

/** Paths of the record's values that the definition neither maps, nor uses to see whose it is, nor ignores. */
export function unmappedPaths(record: Place, definition: DialectDefinition): string[] {
  const { person, fields, ignored = {} } = definition
  const named = [
    ...Object.values(fields).flatMap(pathsOf),
    ...Object.keys(ignored),
    person.name,
    person.idNumber,
  ]
  const known = new Set(
    named
      .filter((path) => path !== undefined)
      .map((path) => join(record.path, placeAt(record.value, path)?.path ?? path)),
  )
  const unmapped: string[] = []
  const left = [record]
  for (let place = left.pop(); place && unmapped.length < pathsTold; place = left.pop()) {
    if (known.has(place.path)) continue
    const inside = placesInside(place)
    for (const each of inside.toReversed()) left.push(each)
    if (!isBranch(place.value)) unmapped.push(place.path)
  }
  return unmapped
}
