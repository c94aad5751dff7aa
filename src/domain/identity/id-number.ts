import type { Person } from '../../contracts/generated/types.ts'
import { halfWidth } from '../half-width.ts'
import type { IdFault } from './birth-coded.ts'
import { foreignResidenceIdFault } from './foreign-residence-id.ts'
import { hmtResidencePermitFault } from './hmt-residence-permit.ts'
import { residentIdFault, upgradeResidentId } from './resident-id.ts'

export type { IdFault }
export type IdType = Person['idType']

/** What is known of each document's numbers. Those without a published code are held to letters, digits and a length. */
const rules: Record<IdType, (number: string, today: string) => IdFault | undefined> = {
  'resident-id': residentIdFault,
  'hmt-residence-permit': hmtResidencePermitFault,
  'foreign-permanent-residence-id': foreignResidenceIdFault,
  'military-officer-id': uncodedFault(1, 32),
  passport: uncodedFault(5, 20),
  other: uncodedFault(1, 32),
}

/** Checks a number in canonical form against its document's rules. `today` is `YYYY-MM-DD`: nobody is born later. */
export function checkIdNumber(idType: IdType, idNumber: string, today: string): IdFault | undefined {
  return rules[idType](idNumber, today)
}

/** The number as it is sent and looked up: without spaces, half-width, upper case, 15-digit resident numbers as 18. */
export function canonicalIdNumber(idType: IdType, raw: string): string {
  return idType === 'resident-id' ? upgradeResidentId(tidy(raw)) : tidy(raw)
}

/** Whether two numbers are one but for typing, knowing that 15-digit resident numbers became 18. */
export function sameIdNumber(a: string, b: string): boolean {
  return upgradeResidentId(tidy(a)) === upgradeResidentId(tidy(b))
}

function tidy(raw: string): string {
  return halfWidth(raw)
    .replace(/[\s\p{Format}]/gu, '')
    .toUpperCase()
}

function uncodedFault(least: number, most: number) {
  return (number: string): IdFault | undefined => {
    if (number.length < least || number.length > most) return 'length'
    return /^[0-9A-Z]+$/.test(number) ? undefined : 'characters'
  }
}
