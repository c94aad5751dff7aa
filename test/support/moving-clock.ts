/** The present moment, and later ones. */
export interface MovingClock {
  (): number
  /** Milliseconds. */
  pass(ms: number): void
}

export function createMovingClock(): MovingClock {
  let ahead = 0
  return Object.assign(() => Date.now() + ahead, {
    pass(ms: number) {
      ahead += ms
    },
  })
}
