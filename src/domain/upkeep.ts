/** That a backup was made, or that restoring one was tried (演练) or done. `at` in epoch milliseconds. */
export interface UpkeepDone {
  kind: 'backup' | 'drill'
  at: number
  /** Whether it came to a good end. */
  holds: boolean
  /** Entries of the journal in it. */
  entries: number | undefined
}

/** Everything fails with STORE_UNAVAILABLE. */
export interface UpkeepStore {
  done(done: UpkeepDone): Promise<void>
  /** The last of that kind. A restore into the store itself is the best of drills. */
  last(kind: UpkeepDone['kind']): Promise<UpkeepDone | undefined>
}
