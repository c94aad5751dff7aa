import { chinaDate } from '../clock.ts'
import type { OfficeQuestion } from '../contracts/generated/types.ts'
import { hasIdNumber } from '../domain/identity/written-number.ts'
import type { TraceContext } from '../domain/trace-context.ts'
import { GatewayError } from '../errors.ts'
import type { JobsDeps } from './ports.ts'
import type { NewJob } from './ports.ts'

export interface Submission {
  question: OfficeQuestion
  /** SHA-256 of the question as it came. */
  digest: string
  caller: string
  /** Idempotency key, as it came. */
  key?: string | undefined
  batch?: { id: string; place: number }
  /** Of the request that it came with; its asks and callbacks are part of that trace. */
  trace?: TraceContext
}

/** The longest that anything waits, whatever its basis says, in milliseconds. */
const longestWaitMs = 30 * 24 * 3_600_000

/**
 * Makes a durable job of a question that may be put, or finds the one of the same key; gives its id. Fails with QUESTION_INVALID,
 * BASIS_REQUIRED and the like, IDEMPOTENCY_KEY_INVALID, IDEMPOTENCY_MISMATCH and QUEUE_FULL; then nothing is kept.
 */
export async function accept(submission: Submission, deps: JobsDeps): Promise<string> {
  const accepted = await deps.store.accept(newJob(submission, deps), deps.bounds)
  switch (accepted.state) {
    case 'created':
    case 'known':
      return accepted.id
    case 'other-question':
      throw new GatewayError('IDEMPOTENCY_MISMATCH', { where: 'Idempotency-Key' })
    case 'full':
      throw new GatewayError('QUEUE_FULL', { retryAfterSeconds: 60 })
  }
}

/** The job of a question that may be put; nothing is kept yet. Fails as `accept` does before it keeps anything. */
export function newJob({ question, digest, caller, key, batch, trace }: Submission, deps: JobsDeps): NewJob {
  if (key !== undefined) assertKey(key)
  const centres = deps.centresAsked(question)
  assertCallback(question, caller, deps)
  const at = deps.clock()
  return {
    id: deps.newId(),
    caller,
    key,
    questionDigest: digest,
    question,
    centres,
    mayWait: question.mayWait ?? false,
    waitUntil: waitUntil(question, at),
    callback: question.callback,
    batch,
    trace,
    at,
  }
}

/** Fails with IDEMPOTENCY_KEY_INVALID. */
export function assertKey(key: string): void {
  const detail = !/^[\x21-\x7e]{1,128}$/.test(key)
    ? '须为 1 至 128 个可见 ASCII 字符 1 to 128 visible ASCII characters'
    : hasIdNumber(key)
      ? '形似证件号码 it looks like an identity number'
      : ''
  if (detail) throw new GatewayError('IDEMPOTENCY_KEY_INVALID', { where: 'Idempotency-Key', detail })
}

function assertCallback({ callback }: OfficeQuestion, caller: string, { isCallback }: JobsDeps): void {
  if (callback === undefined || isCallback(caller, callback)) return
  throw new GatewayError('QUESTION_INVALID', {
    where: '/callback',
    detail: '该调用方没有登记此名称的回调地址 no place of that name is registered for this caller',
  })
}

/** The end of the last day on which the basis holds, China time. */
function waitUntil({ basis }: OfficeQuestion, at: number): number {
  const longest = at + longestWaitMs
  const last = basis?.expires ?? chinaDate(at)
  return Math.min(longest, Date.parse(`${last}T23:59:59.999+08:00`))
}
