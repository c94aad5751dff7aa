/** A notice that was given, about something that came back at that moment (epoch milliseconds). */
export interface Told {
  at: number
  isOpen: boolean
}

/** Up to where all has been read, in epoch milliseconds: below the oldest notice that is still open. Undefined: nothing is. `until`: up to where was told. */
export function seenMark(told: readonly Told[], until: number): number | undefined {
  const oldest = Math.min(...told.filter(({ isOpen }) => isOpen).map(({ at }) => at))
  if (oldest === Infinity) return until
  return told.some(({ at }) => at < oldest) ? oldest - 1 : undefined
}
