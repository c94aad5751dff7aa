import type { CentreResult, OfficeQuestion } from '../contracts/generated/types.ts'

/** Where a question stands at one centre. */
export type PartState =
  | 'queued'
  | 'asking'
  | 'answered'
  | 'no-record'
  | 'refused'
  /** It could not be asked, and nobody tries again: says nothing about records. */
  | 'not-asked'
  /** It could not be asked, and will be asked again. */
  | 'waiting'
  | 'cancelled'

/** A job's part at one centre. Instants in epoch milliseconds. */
export interface JobPart {
  centre: string
  state: PartState
  /** How often it was asked. */
  attempts: number
  /** When it is to be asked at the earliest; of meaning while queued or waiting. */
  dueAt: number
  /** The job's revision with its last change. */
  revision: number
  /** Id of the last ask's exchange, a UUIDv7: when that began. */
  exchangeId?: string
  /** What came of the last ask. */
  result?: CentreResult
}

/** One question to one or more centres that may outlive its request (任务). Instants in epoch milliseconds. */
export interface Job {
  id: string
  caller: string
  question: OfficeQuestion
  /** What could not be asked waits until `waitUntil`. */
  mayWait: boolean
  waitUntil: number
  /** Name of the place that is called back. */
  callback: string | undefined
  createdAt: number
  revision: number
  cancelledAt: number | undefined
  endedAt: number | undefined
  /** The merged result, signed by us, once the job has ended. */
  signed: Buffer | undefined
  parts: readonly JobPart[]
}

const open: ReadonlySet<PartState> = new Set(['queued', 'asking', 'waiting'])

/** Whether something may still come of it. */
export function isOpen({ state }: Pick<JobPart, 'state'>): boolean {
  return open.has(state)
}
