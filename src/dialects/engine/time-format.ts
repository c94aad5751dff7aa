import { chinaDateTime } from '../../clock.ts'

/** How {now|time …} may be written by a word instead of letters. */
const words: Readonly<Record<string, (at: number) => string>> = {
  seconds: (at) => String(Math.floor(at / 1000)),
  milliseconds: (at) => String(at),
  // RFC 1123 knows no zone but GMT in HTTP (RFC 9110 section 5.6.7)
  rfc1123: (at) => new Date(at).toUTCString(),
}

const letters: Readonly<Record<string, (text: string) => string>> = {
  yyyy: (text) => text.slice(0, 4),
  MM: (text) => text.slice(5, 7),
  dd: (text) => text.slice(8, 10),
  HH: (text) => text.slice(11, 13),
  mm: (text) => text.slice(14, 16),
  ss: (text) => text.slice(17, 19),
}

const run = /yyyy|MM|dd|HH|mm|ss|SSS/g

/**
 * An instant (epoch milliseconds) in China time by yyyy MM dd HH mm ss SSS, where T and all that is no letter stands for
 * itself, or by a word: seconds or milliseconds of the epoch, rfc1123 in GMT.
 */
export function timeText(at: number, format: string): string {
  const word = Object.hasOwn(words, format) ? words[format] : undefined
  if (word) return word(at)
  const text = chinaDateTime(at)
  const milliseconds = String(at % 1000).padStart(3, '0')
  return format.replaceAll(run, (letter) => letters[letter]?.(text) ?? milliseconds)
}

/** Whether `timeText` understands all of it. */
export function isTimeFormat(format: string): boolean {
  return (
    Object.hasOwn(words, format) ||
    (format.search(run) >= 0 && !/[A-SU-Za-z]/.test(format.replaceAll(run, '')))
  )
}
