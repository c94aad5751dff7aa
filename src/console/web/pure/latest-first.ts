/** From the last to the first. `toReversed` came with Chrome 110; offices still run 109, the last one for Windows 7. */
export function latestFirst<T>(items: readonly T[]): T[] {
  const reversed: T[] = []
  for (const item of items) reversed.unshift(item)
  return reversed
}
