/** First pause and longest pause, in milliseconds. */
const first = 5_000
const longest = 15 * 60_000

/**
 * How long to wait after the `attempts`-th try, in milliseconds: twice as long each time, less a random part, so that what failed
 * together does not come again together. `random`: 0 to 1. `atLeast`: what the other side asked for, in milliseconds.
 */
export function backoff(attempts: number, random: number, atLeast = 0): number {
  const full = Math.min(longest, first * 2 ** Math.min(attempts - 1, 20))
  return Math.max(atLeast, Math.round(full / 2 + (random * full) / 2))
}
