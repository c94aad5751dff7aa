/** Limits and patience towards peers. Times in milliseconds. */
export interface PeerSettings {
  /** Asks in hand per peer and class of services, and sockets per endpoint. A probe finds one: when a breaker opens, the ask that failed has left its own. */
  concurrency: number
  /** Asks that wait for their turn, each until its deadline; one more is refused at once. */
  waiting: number
  /** Longest wait for name, TCP and TLS of one endpoint; shortened so that each endpoint left has a fair share of the deadline. */
  connectMs: number
  /** An idle connection is closed after this, or earlier when the peer announces a shorter time. */
  idleMs: number
  /** Largest answer body, in bytes. */
  maxAnswerBytes: number
  breaker: BreakerSettings
}

export interface BreakerSettings {
  /** Successes and failures are counted over this span. Keep it longer than any deadline: opossum counts an ask when it begins and its failure when it ends. */
  windowMs: number
  /** Fewer asks than this within the window never open the breaker. */
  minimumAsks: number
  /** The breaker opens when more than this share of the asks within the window failed. */
  failurePercent: number
  /** Open that long, then a probe is sent. An endpoint that could not be reached is tried last for as long. */
  resetMs: number
}

export const defaultPeerSettings: PeerSettings = {
  concurrency: 16,
  waiting: 64,
  connectMs: 3_000,
  idleMs: 30_000,
  maxAnswerBytes: 1_048_576,
  breaker: { windowMs: 60_000, minimumAsks: 5, failurePercent: 50, resetMs: 15_000 },
}
