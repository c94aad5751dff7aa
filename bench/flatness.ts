/** One look at a process. */
export interface Sample {
  heapMb: number
  residentMb: number
  handles: number
}

/** How much more the last third may have than the second, beyond which it is growth: a share, and as much again in absolute terms. */
const allowed = {
  heapMb: { share: 1.15, more: 8 },
  residentMb: { share: 1.1, more: 16 },
  handles: { share: 1.2, more: 12 },
} as const

/** Compares the last third of a run with the second; the first is warming up. */
export function flatness(samples: readonly Sample[]): { flat: boolean; lines: string[] } {
  const third = Math.floor(samples.length / 3)
  const [second, last] = [samples.slice(third, 2 * third), samples.slice(2 * third)]
  let flat = true
  const lines = Object.entries(allowed).map(([name, { share, more }]) => {
    const key = name as keyof Sample
    const [before, after] = [median(second, key), median(last, key)]
    const grows = after > before * share && after > before + more
    flat &&= !grows
    return `${name}: ${before.toFixed(1)} in the second third, ${after.toFixed(1)} in the last${grows ? ': grows' : ''}`
  })
  return { flat, lines }
}

function median(samples: readonly Sample[], key: keyof Sample): number {
  const sorted = samples.map((sample) => sample[key]).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
