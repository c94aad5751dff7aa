import type { PlaceName, PlaceState } from '../callbacks/ports.ts'
import type { DirectoryStatus } from '../directory/ports.ts'
import type { GivingAction } from '../domain/giving-actions.ts'
import type { UpkeepDone } from '../domain/upkeep.ts'
import type { ExpiryWarning, Term } from '../expiry/ports.ts'
import type { PeerState } from '../peers/lane.ts'
import type { ConfigurationStatus } from '../domain/configuration-status.ts'
import type { SourceStatus } from '../revocation/ports.ts'
import type { OnCommit } from '../store/database.ts'

/** Counts and times for Prometheus. Labels are services, outcomes, error codes and member codes; never a person. */
export interface Metrics {
  answered(service: string, outcome: string): void
  asked(centre: string, service: string, state: string, elapsedMs: number): void
  /** A request to the exchange listener has ended. `service`: "" where no operation has its path. */
  exchanged(service: string, result: ExchangeResult, seconds: number): void
  /** A request to the office listener has ended; `status`: 2xx, 4xx … */
  officeRequested(operation: string, status: string, seconds: number): void
  /** A request was refused before it became an exchange. */
  refused(operation: string, code: string): void
  signedIn(): void
  /** Somebody at the console was given something of a person. */
  given(action: GivingAction): void
  /** Sets how many people are at the console. No figures: nobody knows. */
  sessions(figures: { open: number; locked: number } | undefined): void
  committed: OnCommit
  /** Sets how many entries the journal has. */
  journal(entries: number): void
  /** Sets when a backup was last made, or a drill; `at` in epoch milliseconds. */
  upkeep(kind: UpkeepDone['kind'], done: UpkeepDone | undefined): void
  /** Sets which of the checks of readiness hold. */
  checks(checks: Readonly<Record<string, { ok: boolean }>>): void
  /** A configuration was read anew while running. */
  reloaded(outcome: 'taken' | 'refused'): void
  configuration(status: ConfigurationStatus): void
  maintenance(announced: boolean): void
  /** Sets the directory's figures at `now`, epoch milliseconds. */
  directory(status: DirectoryStatus, now: number): void
  /** Sets the figures of revocation sources at `now`, epoch milliseconds. */
  revocation(sources: readonly SourceStatus[], now: number): void
  /** Sets what is left of certificates and the directory at `now`, epoch milliseconds. */
  expiry(terms: readonly Term[], warnings: readonly ExpiryWarning[], now: number): void
  /** Sets how many parts of jobs are open, and how long the oldest has been; at `now`, epoch milliseconds. No figures: nobody knows. */
  /** `most`: open questions from which on new jobs are refused. */
  jobs(
    figures: readonly { state: string; parts: number; oldest: number }[] | undefined,
    most: number,
    now: number,
  ): void
  /** One try of a callback; `failure` where the place did not take it. */
  calledBack(tried: PlaceName & { failure?: string }): void
  /** Sets what waits for each place, and how its breaker is; at `now`, epoch milliseconds. Not `waiting`: nobody knows. */
  callbacks(
    waiting: readonly WaitingCallbacks[] | undefined,
    places: readonly PlaceState[],
    now: number,
  ): void
  /** The text exposition; `peers` are the breakers at this moment, `held` the codes of those that operators keep disconnected. */
  expose(peers: readonly PeerState[], held: Iterable<string>): Promise<{ contentType: string; text: string }>
}

/** `failed`: we could not answer, for reasons of ours or of what is behind us. `gone`: the asker did not wait. */
export type ExchangeResult = 'answered' | 'refused' | 'failed' | 'maintenance' | 'gone'

/** `oldest`: epoch milliseconds. */
type WaitingCallbacks = PlaceName & { pending: number; oldest: number }
