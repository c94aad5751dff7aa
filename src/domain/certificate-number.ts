import type { CertificateNumber } from '../contracts/generated/types.ts'
import { parseDate } from './calendar.ts'
import { holdsMod3736, mod3736CheckCharacter } from './mod-37-36.ts'

/**
 * Number of a deposit certificate (证明编号): the first 6 digits of the issuing centre's 15-digit code,
 * the date of issue, the running number of that day in 6 digits, and a check character by ISO 7064 MOD 37,36.
 * `date` is `YYYY-MM-DD`, China time; `running` is 1 to 999999. Throws RangeError on anything else.
 */
export function certificateNumber(centreCode: string, date: string, running: number): CertificateNumber {
  if (!/^\d{15}$/.test(centreCode)) throw new RangeError('not a centre code of 15 digits')
  if (!date.includes('-') || parseDate(date) === undefined) throw new RangeError('not a date YYYY-MM-DD')
  if (!Number.isInteger(running) || running < 1 || running > 999_999) {
    throw new RangeError('running number not from 1 to 999999')
  }
  const body = centreCode.slice(0, 6) + date.replaceAll('-', '') + String(running).padStart(6, '0')
  return body + mod3736CheckCharacter(body)
}

/** Under which name the running numbers of a day are counted, for all centres answered for: two of them may begin with the same digits. */
export function certificateSequence(date: string): string {
  return `certificate ${date}`
}

/** Whether a text can be a certificate number: its form, a real date, a running number from 1, and the check character. */
export function isCertificateNumber(text: string): boolean {
  return (
    /^\d{20}[0-9A-Z]$/.test(text) &&
    parseDate(text.slice(6, 14)) !== undefined &&
    text.slice(14, 20) !== '000000' &&
    holdsMod3736(text)
  )
}
