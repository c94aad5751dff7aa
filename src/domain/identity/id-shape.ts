/** A citizen's identity number by its division and birth date, wherever it stands: 17 digits, and the check character where there is one. */
const shape = /[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]?/
const every = new RegExp(shape, 'g')

export function holdsIdNumber(text: string): boolean {
  return shape.test(text)
}

/** The text without what looks like one. */
export function withoutIdNumbers(text: string): string {
  return text.replaceAll(every, '[hidden]')
}
