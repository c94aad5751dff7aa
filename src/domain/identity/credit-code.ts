const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const FORM = /^[0-9A-HJ-NP-RT-UWXY]{2}\d{6}[0-9A-HJ-NP-RT-UWXY]{10}$/
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/** What is wrong with a unified social credit code; of several faults, the first in this order. */
export type CreditCodeFault = 'length' | 'characters' | 'check-digit'

/** Checks a unified social credit code (统一社会信用代码, GB 32100-2015), in upper case, but for the code inside it. */
export function creditCodeFault(code: string): CreditCodeFault | undefined {
  if (code.length !== 18) return 'length'
  if (!FORM.test(code)) return 'characters'
  return checkCharacter(code) === code.charAt(17) ? undefined : 'check-digit'
}

/** Whether a text has the form of an organisation code (GB 11714-1997), which fields for credit codes still hold from before 2015. */
export function isOrganisationCode(text: string): boolean {
  return /^[0-9A-Z]{8}-?[0-9X]$/.test(text)
}

/**
 * Whether the organisation code (组织机构代码, GB 11714-1997) in places 9 to 17 of a credit code has the right
 * check character. Told apart from faults: a registry's older records do not always keep to it.
 */
export function organisationCodeHolds(creditCode: string): boolean {
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, at) => total + weight * Number.parseInt(creditCode.charAt(8 + at), 36),
    0,
  )
  return '0X987654321'.charAt(sum % 11) === creditCode.charAt(16)
}

// By GB 32100-2015 the weights are the powers of 3 modulo 31.
function checkCharacter(code: string): string {
  let sum = 0
  let weight = 1
  for (const character of code.slice(0, 17)) {
    sum += weight * ALPHABET.indexOf(character)
    weight = (weight * 3) % 31
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}
