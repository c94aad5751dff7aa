import type { DialectDefinition, Person } from '../../contracts/generated/types.ts'
import { likenessOfIdNumber, likenessOfName, type Likeness } from '../../domain/shown-person.ts'
import { isAbsent } from './absence.ts'
import { plain } from './convert.ts'
import { isMisread } from './misread.ts'
import { join, placeAt, type Place } from './path.ts'
import { refusal } from './refusal.ts'

/**
 * Whether a record is about this person: the name too, as a person is found by name and number together.
 * Fails with CENTRE_ANSWER_INVALID where the number is another one, or where it cannot be told whose the record is.
 */
export function isOf(person: Person, record: Place, definition: DialectDefinition): boolean {
  const { name, idNumber } = definition.person
  if (idNumber !== undefined && compare(idNumber, 'number', likenessOfIdNumber) === 'other') {
    throw refusal(
      definition.dialect,
      join(record.path, idNumber),
      '证件号码属于另一人 the number of another person',
    )
  }
  return name === undefined || compare(name, 'name', likenessOfName) === 'same'

  function compare(
    path: string,
    what: string,
    likeness: (shown: string, person: Person) => Likeness,
  ): Likeness {
    const found = placeAt(record.value, path)
    const shown = found && !isAbsent(found.value, definition.absent ?? []) ? plain(found.value) : undefined
    const like = shown === undefined ? 'nothing-shown' : likeness(shown, person)
    // A name that the centre’s own software broke does not say that there is no record.
    const isBroken = like === 'other' && shown !== undefined && isMisread(shown)
    if (like !== 'nothing-shown' && !isBroken) return like
    throw refusal(
      definition.dialect,
      join(record.path, path),
      `无法确认记录属于何人 no ${what} that shows whose the record is`,
    )
  }
}
