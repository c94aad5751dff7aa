import { birthCodedFault, type IdFault } from './birth-coded.ts'

/**
 * Checks the number of a residence permit for Hong Kong (810000), Macao (820000) and Taiwan (830000) residents
 * (港澳台居民居住证), which has the form of GB 11643-1999. `today` is `YYYY-MM-DD`.
 */
export function hmtResidencePermitFault(number: string, today: string): IdFault | undefined {
  return birthCodedFault(number, (region) => /^8[123]0000$/.test(region), today)
}
