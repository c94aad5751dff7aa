/**
 * A pure reader that remembers the texts it could read, at most `most` of them: the rows of a core repeat the same few months and
 * amounts, and reading is dearer than looking up.
 */
export function remembering<T>(
  read: (text: string) => T | undefined,
  most = 4000,
): (text: string) => T | undefined {
  const known = new Map<string, T>()
  return (text) => {
    const remembered = known.get(text)
    if (remembered !== undefined) return remembered
    const value = read(text)
    if (value !== undefined) {
      if (known.size >= most) known.clear()
      known.set(text, value)
    }
    return value
  }
}
