/** First pause, in milliseconds. */
const first = 5_000

/**
 * How long to wait after the `attempts`-th try, in milliseconds: twice as long each time up to `longest`, less a random part, so that
 * what failed together does not come again together. `random`: 0 to 1. `atLeast`: what the other side asked for.
 */
export function backoff(
  attempts: number,
  { random, longest, atLeast = 0 }: { random: number; longest: number; atLeast?: number },
): number {
  const full = Math.min(longest, first * 2 ** Math.min(attempts - 1, 20))
  return Math.max(atLeast, Math.round(full / 2 + (random * full) / 2))
}
