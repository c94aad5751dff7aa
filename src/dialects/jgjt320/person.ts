import type { Person } from '../../contracts/generated/types.ts'
import { canonicalIdNumber } from '../../domain/identity/id-number.ts'
import { sameName } from '../../domain/name.ts'
import { idTypeCodes, idTypesHeld } from './codes.ts'
import { code, must, text, type CoreRow } from './values.ts'

/**
 * The forms under which a core may hold the number, for the three parameters of queries.ts: as it is, with a small x,
 * and a resident's in the 15 digits of before 1999, which many accounts still carry.
 */
export function heldNumbers({ idType, idNumber }: Person): [string, string, string] {
  const number = canonicalIdNumber(idType, idNumber)
  const old = number.slice(0, 6) + number.slice(8, 17)
  return [number, number.toLowerCase(), canonicalIdNumber(idType, old) === number ? old : number]
}

/** The accounts, among those under the person's number, that are this person's by name and type of document. */
export function accountsOf(person: Person, rows: readonly CoreRow[]): CoreRow[] {
  const codes = idTypeCodes[person.idType]
  return rows.filter((row) => {
    const name = text(row, 'GRXX', 'XingMing')
    if (name === undefined || !sameName(name, person.name)) return false
    return codes.includes(must(code(row, 'GRXX', 'ZJLX', idTypesHeld), 'GRXX', 'ZJLX'))
  })
}
