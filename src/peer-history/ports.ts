/** What became of a breaker, as one instance saw it, or what an operator did to it. Instants in epoch milliseconds. */
export interface PeerChange {
  peer: string
  at: number
  state: 'closed' | 'open' | 'half-open'
  /** A code of the catalogue, or an operator's reason. */
  why: string | undefined
  instance: string
  /** Absent where nobody did it. */
  by: { staff: string; name: string } | undefined
}

/** Asks of one peer that ended within five minutes, and took about as long. */
export interface TrafficCount {
  peer: string
  /** When the five minutes began, epoch milliseconds. */
  at: number
  /** See `buckets.ts`. */
  bucket: number
  asked: number
  failed: number
}

/** When an instance gave its last sign of life, epoch milliseconds. */
export interface InstanceLife {
  instance: string
  seenAt: number
}

/** Kept for all instances together. Everything fails with STORE_UNAVAILABLE. */
export interface PeerHistoryStore {
  /** Adds changes, and counts to those that are there, and notes who lives. */
  keep(changes: readonly PeerChange[], counts: readonly TrafficCount[], life: InstanceLife): Promise<void>
  /** Of one peer since a moment, ascending; the latest `limit` where there are more. */
  changes(peer: string, since: number, limit: number): Promise<PeerChange[]>
  traffic(peer: string, since: number): Promise<TrafficCount[]>
  lives(): Promise<InstanceLife[]>
  /** Deletes what is older; what operators did is kept. */
  forget(before: number): Promise<void>
}
