import type { Basis, Person, Purpose } from '../../contracts/generated/types.ts'
import type { Job, PartState } from '../../jobs/job.ts'
import type { JobBounds, NewJob } from '../../jobs/ports.ts'
import type { AccessRecord } from '../../journal/access-record.ts'

/** Codes of the branches whose cases somebody sees. */
export type BranchesSeen = 'all' | readonly string[]

/** What is entered of a case; at rest it is sealed. */
export interface CaseContent {
  person: Person
  basis: Basis
  /** The officer's name. */
  officer: string
}

export interface CaseHead extends CaseContent {
  id: string
  branch: string
  staff: string
  purpose: Purpose
  /** Epoch milliseconds. */
  createdAt: number
}

/** What tells that somebody entered the same once more. */
export interface EnteredKey extends Pick<CaseHead, 'branch' | 'staff'> {
  /** The page's idempotency key, which is kept as a keyed hash only. */
  key: string
  /** What was entered, as it came: a double click repeats it. */
  entry: string
}

export interface NewCase extends CaseHead, EnteredKey {}

/** A case with everything that was asked for it. */
export interface KeptCase extends CaseHead {
  /** In the order chosen, each with the job that asked it last. */
  centres: readonly { centre: string; job: string }[]
  /** In the order asked. */
  asks: readonly Job[]
}

/** A case for a list: how its centres stand, and no result. */
export interface ListedCase extends CaseHead {
  centres: readonly { centre: string; state: PartState }[]
}

/** One centre of a case that waits, or that came back. Instants in epoch milliseconds. */
export interface WaitingCentre extends Pick<CaseHead, 'person' | 'basis'> {
  caseId: string
  centre: string
  state: PartState
  since: number
  dueAt: number
  /** When it came back; undefined while it waits. */
  endedAt: number | undefined
}

export interface CaseFilter {
  branches: BranchesSeen
  /** Epoch milliseconds: from, and before. */
  from: number
  to: number
  /** Some centre stands so. */
  state?: PartState | undefined
  staff?: string | undefined
  idNumber?: string | undefined
  applicationNumber?: string | undefined
}

/** The case of a key; `other-entry`: something else was entered under it. */
export type KnownCase = { state: 'known'; id: string } | { state: 'other-entry' }

export type CaseAccepted = KnownCase | { state: 'created'; id: string } | { state: 'full' }

/** Every promise resolves after the write is durable, and fails with STORE_UNAVAILABLE. */
export interface CaseStore {
  /** The case of a key, as `create` would find it; undefined: there is none yet. */
  known(entered: EnteredKey): Promise<KnownCase | undefined>
  /** A case, its jobs and the record of who asked, or nothing; of one officer's key there is one case, however often and wherever it is entered. */
  create(
    entered: NewCase,
    jobs: readonly NewJob[],
    bounds: JobBounds,
    asked: AccessRecord,
  ): Promise<CaseAccepted>
  /** Undefined alike for one that there is not and for one of a branch that is not among them. */
  find(id: string, branches: BranchesSeen): Promise<KeptCase | undefined>
  /** Rises with every change of a case; cheap. */
  revision(id: string): Promise<number | undefined>
  /** Newest first, at most `limit`. */
  list(filter: CaseFilter, limit: number): Promise<ListedCase[]>
  /** Asks a centre of a case once more, unless it is still being asked. */
  ask(caseId: string, job: NewJob, bounds: JobBounds, asked: AccessRecord): Promise<'added' | 'open' | 'full'>
  /** Longest wait first, at most `limit`. */
  waiting(branches: BranchesSeen, limit: number): Promise<WaitingCentre[]>
  /** What waited for a branch and came back after it last looked, and after `since`; oldest first, at most `limit`. */
  returned(wanted: { branch: string; since: number; limit: number }): Promise<WaitingCentre[]>
  /** A branch has seen what came back up to `at`. */
  seen(branch: string, at: number): Promise<void>
  /** Forgets cases with all their jobs of which nothing was open since `at`. */
  forget(at: number): Promise<void>
}

export interface AccessFilter {
  branches: BranchesSeen
  /** Epoch milliseconds: from, and before. */
  from: number
  to: number
}

/** Who of ours looked at whose data, append-only. */
export interface AccessLog {
  /** Durable when it resolves. `journalled`: with an entry of the journal in the same transaction. */
  add(record: AccessRecord, journalled: boolean): Promise<void>
  /** The same, unless one of this person, action, case and centre is there since `since`; then it costs no write. */
  addOnce(record: AccessRecord, since: number): Promise<void>
  /** Newest first, at most `limit`. */
  list(filter: AccessFilter, limit: number): Promise<AccessRecord[]>
}
