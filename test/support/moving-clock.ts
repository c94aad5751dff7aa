/** Goes on as it is told. */
export interface MovingClock {
  (): number
  /** Milliseconds. */
  pass(ms: number): void
}

/** The present moment, and later ones: it goes on by itself too. */
export function createMovingClock(): MovingClock {
  let ahead = 0
  return Object.assign(() => Date.now() + ahead, {
    pass(ms: number) {
      ahead += ms
    },
  })
}

/** The moment at which it was made, and later ones: it stands still otherwise, however slow the machine is. */
export function createStillClock(): MovingClock {
  let now = Date.now()
  return Object.assign(() => now, {
    pass(ms: number) {
      now += ms
    },
  })
}
