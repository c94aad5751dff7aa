/** A name for logs and screens: its first character and one star, so that not even the length shows. */
export function maskName(name: string): string {
  return `${[...name].slice(0, 1).join('')}*`
}

/** An identity number: first 4 and last 4 of 15 characters or more, which hides county and birthday; first and last 1 of shorter ones. */
export function maskIdNumber(idNumber: string): string {
  return idNumber.length >= 15 ? maskMiddle(idNumber, 4, 4) : maskMiddle(idNumber, 1, 1)
}

/** An account number: its last 4. */
export function maskAccount(account: string): string {
  return maskMiddle(account, 0, 4)
}

/** Free text in which whatever looks like an identity number (GB 11643, 18 characters or 15) is masked. */
export function maskIdNumbersIn(text: string): string {
  return text.replace(/(?<![0-9])(?:[0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9])/g, maskIdNumber)
}

/** The same, with a person's name and number masked wherever they stand in it. */
export function maskPersonIn(text: string, { name, idNumber }: { name: string; idNumber: string }): string {
  return maskIdNumbersIn(text.replaceAll(idNumber, maskIdNumber(idNumber)).replaceAll(name, maskName(name)))
}

// What is too short to keep a third of it hidden is hidden whole.
function maskMiddle(text: string, head: number, tail: number): string {
  const shown = head + tail
  if (text.length * 2 < shown * 3) return '*'.repeat(text.length)
  return text.slice(0, head) + '*'.repeat(text.length - shown) + text.slice(-tail)
}
