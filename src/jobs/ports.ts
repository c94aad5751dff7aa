import type { Clock } from '../clock.ts'
import type { CentreResult, OfficeQuestion, ServiceName } from '../contracts/generated/types.ts'
import type { TraceContext } from '../domain/trace-context.ts'
import type { GatewayError } from '../errors.ts'
import type { OwnSigner } from '../inbound/ports.ts'
import type { Asking } from '../outbound/ask-centre.ts'
import type { Job, JobPart, PartState } from './job.ts'

export interface NewJob {
  id: string
  caller: string
  /** The caller's idempotency key, which is kept as a keyed hash only. */
  key: string | undefined
  /** SHA-256 of the question as it came. */
  questionDigest: string
  question: OfficeQuestion
  /** Codes, in the order asked. */
  centres: readonly string[]
  mayWait: boolean
  waitUntil: number
  callback: string | undefined
  batch: { id: string; place: number } | undefined
  trace?: TraceContext | undefined
  at: number
}

/** How many parts may be open at a time. */
export interface JobBounds {
  perCaller: number
  inAll: number
}

export type Accepted =
  { state: 'created' | 'known'; id: string } | { state: 'other-question' } | { state: 'full' }

/** A part that this process alone may ask until its lease ends. */
export interface ClaimedPart {
  job: string
  centre: string
  caller: string
  attempts: number
  question: OfficeQuestion
  mayWait: boolean
  waitUntil: number
  /** Id of the exchange to make, or to continue where another process stopped in it. */
  exchangeId: string
  resumed: boolean
  /** Where the job began. */
  trace: TraceContext | undefined
}

/** What became of a claimed part. */
export interface Settlement {
  state: PartState
  at: number
  dueAt: number
  result: CentreResult
}

/** Every promise resolves after the write is durable, and fails with STORE_UNAVAILABLE. */
export interface JobStore {
  /** Of one caller's key there is one job. A job that has ended is opened again for the centres that could not be asked. */
  accept(job: NewJob, bounds: JobBounds): Promise<Accepted>
  find(id: string, caller: string): Promise<Job | undefined>
  /** Newest first, at most `limit`. */
  list(caller: string, limit: number): Promise<Job[]>
  batch(id: string, caller: string): Promise<{ place: number; job: Job }[]>
  /** Parts that are not being asked at the moment are asked no more. False: no such job of this caller. */
  cancel(id: string, caller: string, at: number): Promise<boolean>
  /**
   * Parts that are due, callers and centres in turn, each for one process at a time, as long as `leaseMs` says. `takes` is asked for
   * each whether its centre may be asked once more.
   */
  claim(claim: {
    at: number
    leaseMs: (question: OfficeQuestion) => number
    takes: (centre: string) => boolean
    newId: () => string
  }): Promise<ClaimedPart[]>
  /** False where the lease was lost meanwhile; then nothing is changed. */
  settle(part: ClaimedPart, settlement: Settlement): Promise<boolean>
  /** Ends the lease of a part in hand, as when the process stops: whoever takes it continues the same exchange. */
  giveBack(part: ClaimedPart): Promise<void>
  /** Waiting parts of a centre that can be asked again: at once, or those only that are due. */
  release(centre: string, at: number, which: 'all' | 'due'): Promise<void>
  /** One waiting part, at once; false where it does not wait. */
  hurry(job: string, centre: string, at: number): Promise<boolean>
  /** Centres at which parts wait, with the earliest moment at which one of them is due. */
  waitingAt(): Promise<{ centre: string; dueAt: number; parts: number }[]>
  /** Ends waits whose time is over. */
  endWaits(at: number, resultOf: (part: JobPart) => CentreResult): Promise<void>
  /** Jobs of which no part is open, and which have not ended. */
  complete(): Promise<Job[]>
  /** Ends a complete job: its signed result and its callback's delivery, in one transaction. */
  end(job: Job, signed: Buffer, at: number): Promise<void>
  /** Forgets jobs that ended before `at`, but for those that belong to something that is kept longer. */
  forget(at: number): Promise<void>
  /** Open parts by state. */
  figures(): Promise<{ state: PartState; parts: number; oldest: number }[]>
}

/** What came of one question to one centre. */
export interface Concluded {
  centre: string
  service: ServiceName
  state: CentreResult['state']
}

/** What jobs are made from. */
export interface JobsDeps {
  self: string
  clock: Clock
  store: JobStore
  bounds: JobBounds
  /** How long ended jobs are kept, in milliseconds. */
  keepMs: number
  signer: OwnSigner
  /** Asks one centre; always resolves. */
  askCentre(asking: Asking): Promise<CentreResult>
  /** The centres that a question is for. Fails with QUESTION_INVALID, BASIS_REQUIRED and the like. */
  centresAsked(question: OfficeQuestion): string[]
  /** Whether a place of that name is registered for a caller. */
  isCallback(caller: string, name: string): boolean
  /** A fresh UUIDv7. */
  newId(): string
  /** From 0 to 1. */
  random(): number
  /** Hears of what cannot be done at the moment; it is tried again. */
  onTrouble(error: GatewayError): void
}
