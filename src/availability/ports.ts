/** What came of the asks of one centre on one day. */
export interface DayCount {
  centre: string
  /** YYYY-MM-DD, China time. */
  day: string
  asked: number
  /** Got an answer or a signed refusal. */
  responded: number
  /** Epoch milliseconds; undefined where none did. */
  lastRespondedAt: number | undefined
}

/** Kept for all instances together. Everything fails with STORE_UNAVAILABLE. */
export interface AvailabilityStore {
  /** Adds to what is there. */
  add(counts: readonly DayCount[]): Promise<void>
  /** From that day on. */
  since(day: string): Promise<DayCount[]>
  /** Deletes what is before that day. */
  forget(day: string): Promise<void>
}
