import type { ConfigurationStatus } from '../../domain/configuration-status.ts'
import type { DirectoryStatus } from '../../directory/ports.ts'
import type { PeerHold } from '../../domain/peer-hold.ts'
import type { Maintenance } from '../../domain/maintenance.ts'
import type { UpkeepDone } from '../../domain/upkeep.ts'
import type { ExpiryWarning, Term } from '../../expiry/ports.ts'
import type { MinuteFigures } from '../../peer-history/last-minute.ts'
import type { SourceStatus } from '../../revocation/ports.ts'
import type { BreakerState } from '../shown/cases.ts'
import type { OpenParts } from './ports.ts'

// Everything that the board is made from, at one moment: what follows from it is worked out without a look anywhere else.
// Instants in epoch milliseconds.

export interface BoardMember {
  code: string
  name: string
  kind: string
  /** Who answers for it, where it does not itself. */
  relay: { code: string; name: string } | undefined
}

/** How asks of a peer went, as this instance saw it. */
export interface PeerHealth {
  code: string
  state: BreakerState
  held?: true
  errorPercent?: number
  latencyMs?: { p50: number; p95: number; p99: number }
  inHand: number
  /** For a turn. */
  waiting: number
  lastSuccessAt?: number
  lastFailureAt?: number
  lastFailure?: string
  nextAttemptAt?: number
}

export interface PendingCallbacks {
  caller: string
  place: string
  pending: number
  oldest: number
}

/** What only the store knows. */
export interface StoredFacts {
  parts: readonly OpenParts[]
  callbacks: readonly PendingCallbacks[]
  backup: UpkeepDone | undefined
  drill: UpkeepDone | undefined
}

export interface BoardFacts {
  now: number
  members: readonly BoardMember[]
  healths: ReadonlyMap<string, PeerHealth>
  holds: ReadonlyMap<string, PeerHold>
  /** Since when a peer is away, its probes in vain included; undefined where it is not. */
  awaySince(peer: string): number | undefined
  minute: MinuteFigures
  terms: readonly Term[]
  warnings: readonly ExpiryWarning[]
  directory: DirectoryStatus
  revocation: readonly SourceStatus[]
  configuration: ConfigurationStatus
  maintenance: Maintenance | undefined
  /** Open parts of jobs that are taken, at most. */
  mostParts: number
  /** Undefined while the store is away. */
  stored: StoredFacts | undefined
}
