/** An operator keeps a peer disconnected (手动断开): nothing is sent to it until somebody lets it go. */
export interface PeerHold {
  peer: string
  /** Epoch milliseconds. */
  since: number
  by: Staff
  reason: string
}

/** Somebody of the agency, by staff number and name. */
export interface Staff {
  staff: string
  name: string
}

/** Keeps holds for all instances. Everything fails with STORE_UNAVAILABLE. */
export interface PeerHoldStore {
  held(): Promise<PeerHold[]>
  /** False: it is held already. */
  hold(hold: PeerHold): Promise<boolean>
  /** False: it was not held. */
  release(peer: string): Promise<boolean>
}
