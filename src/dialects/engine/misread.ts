/** Control characters, the replacement character, and three bytes of UTF-8, as Chinese has them, read as ISO-8859-1. */
const signs = /[\p{Cc}\ufffd]|[\u00e0-\u00ef][\u0080-\u00bf]{2}/u

/** Whether a text shows that somebody read its bytes by another character set than they were written in. */
export function isMisread(text: string): boolean {
  return signs.test(text) || !text.isWellFormed()
}
