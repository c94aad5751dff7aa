import { chinaDate } from '../clock.ts'
import type { OfficeQuestion } from '../contracts/generated/types.ts'
import { GatewayError } from '../errors.ts'
import { isIdNumberShaped } from './idempotency-key.ts'
import type { JobsDeps } from './jobs.ts'

export interface Submission {
  question: OfficeQuestion
  /** SHA-256 of the question as it came. */
  digest: string
  caller: string
  /** Idempotency key, as it came. */
  key?: string | undefined
  batch?: { id: string; place: number }
}

/** The longest that anything waits, whatever its basis says, in milliseconds. */
const longestWaitMs = 30 * 24 * 3_600_000

/**
 * Makes a durable job of a question that may be put, or finds the one of the same key; gives its id. Fails with QUESTION_INVALID,
 * BASIS_REQUIRED and the like, IDEMPOTENCY_KEY_INVALID, IDEMPOTENCY_MISMATCH and QUEUE_FULL; then nothing is kept.
 */
export async function accept(submission: Submission, deps: JobsDeps): Promise<string> {
  const { question, digest, caller, key, batch } = submission
  if (key !== undefined) assertKey(key)
  const centres = deps.centresAsked(question)
  assertCallback(question, caller, deps)
  const at = deps.clock()
  const accepted = await deps.store.accept(
    {
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
      at,
    },
    deps.bounds,
  )
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

function assertKey(key: string): void {
  const detail = !/^[\x21-\x7e]{1,128}$/.test(key)
    ? '1 to 128 visible ASCII characters'
    : isIdNumberShaped(key)
      ? 'it looks like an identity number'
      : ''
  if (detail) throw new GatewayError('IDEMPOTENCY_KEY_INVALID', { where: 'Idempotency-Key', detail })
}

function assertCallback({ callback }: OfficeQuestion, caller: string, { isCallback }: JobsDeps): void {
  if (callback === undefined || isCallback(caller, callback)) return
  throw new GatewayError('QUESTION_INVALID', {
    where: '/callback',
    detail: 'no place of that name is registered for this caller',
  })
}

/** The end of the last day on which the basis holds, China time. */
function waitUntil({ basis }: OfficeQuestion, at: number): number {
  const longest = at + longestWaitMs
  const last = basis?.expires ?? chinaDate(at)
  return Math.min(longest, Date.parse(`${last}T23:59:59.999+08:00`))
}
