/** What a QR code has behind `#`: `<number>.<code>`. Undefined where the fragment is something else. */
export function scanned(fragment: string): { number: string; code: string } | undefined {
  const found = /^#([0-9A-Za-z]{21})\.([0-9A-Za-z]{12})$/.exec(fragment)
  return found?.[1] && found[2] ? { number: found[1], code: found[2] } : undefined
}
