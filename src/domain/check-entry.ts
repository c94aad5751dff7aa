import { isCertificateNumber } from './certificate-number.ts'

/** What people read for a digit that it is not. */
const digitFor: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' }

/**
 * A certificate number as it is typed from paper: without spaces and dashes, in either case, with letters for the digits that they
 * look like. The check character may be a letter itself: what it is the digits before it tell. Undefined where no number comes of it.
 */
export function typedCertificateNumber(text: string): string | undefined {
  const typed = compact(text)
  if (typed.length !== 21) return undefined
  const digits = withDigits(typed.slice(0, 20))
  const last = typed.slice(20)
  return [last, ...lookAlikes(last)].map((check) => digits + check).find(isCertificateNumber)
}

/** A verification code (验证码) as it is typed from paper, in the form `7KQ2-M9XT-4WPA`; undefined where none comes of it. */
export function typedCheckCode(text: string): string | undefined {
  const typed = withDigits(compact(text))
  if (!/^[0-9A-HJKMNP-TV-Z]{12}$/.test(typed)) return undefined
  return typed.replace(/.{4}(?=.)/g, '$&-')
}

function compact(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .toUpperCase()
}

function withDigits(text: string): string {
  return text.replaceAll(/[OIL]/g, (letter) => digitFor[letter] ?? letter)
}

function lookAlikes(character: string): string[] {
  return [
    ['0', 'O'],
    ['1', 'I', 'L'],
  ].flatMap((alike) => (alike.includes(character) ? alike : []))
}
