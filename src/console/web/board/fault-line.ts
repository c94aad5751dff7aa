/** The line that a place such as gateway.yaml:12 or gateway.yaml:12:5 names, from 1. */
export function faultLine(where: string): number | undefined {
  const line = /:([1-9][0-9]*)(?::[0-9]+)?$/.exec(where)?.[1]
  return line === undefined ? undefined : Number(line)
}

/** A place without the folders before it: the file is the one on the screen. */
export function placeName(where: string): string {
  return where.split('/').at(-1) ?? where
}

/** Where a line begins and ends in a text, for its selection; past the last line: at the end. */
export function lineRange(text: string, line: number): { from: number; until: number } {
  let from = 0
  for (let at = 1; at < line; at++) {
    const end = text.indexOf('\n', from)
    if (end < 0) return { from: text.length, until: text.length }
    from = end + 1
  }
  const end = text.indexOf('\n', from)
  return { from, until: end < 0 ? text.length : end }
}
