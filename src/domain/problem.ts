import { chinaDateTime } from '../clock.ts'
import type { Problem } from '../contracts/generated/types.ts'
import { catalogue, type ErrorCode, type GatewayError } from '../errors.ts'

/**
 * What the other side is told of an error: RFC 9457 with the catalogue's texts.
 * Errors of strangers shrink to UNAUTHENTICATED; `sandbox` adds the whole diagnosis. `now` in epoch milliseconds.
 */
export function problemOf(
  error: GatewayError,
  context: { requestId: string; sandbox: boolean; now: number },
): Problem {
  const uniform = error.entry.uniform === true
  return {
    ...described(uniform ? 'UNAUTHENTICATED' : error.code),
    requestId: context.requestId,
    ...(!uniform && precise(error, context.now)),
    ...(context.sandbox && { diagnosis: diagnosis(error, context.now) }),
  }
}

function described(code: ErrorCode): Omit<Problem, 'requestId'> {
  const { status, title, remedy } = catalogue[code]
  return {
    type: `urn:hpf-exchange:error:${code}`,
    code,
    status,
    title,
    hint: remedy,
    docs: `docs/errors.md#${code.toLowerCase()}`,
  }
}

function precise(error: GatewayError, now: number): Partial<Problem> {
  return {
    ...(error.where !== undefined && { where: error.where }),
    ...(error.detail !== undefined && { detail: error.detail }),
    ...(error.retryAfterSeconds !== undefined && { retryAfterSeconds: error.retryAfterSeconds }),
    ...(error.faults && { faults: error.faults.map((fault) => ({ ...fault })) }),
    ...(error.skewSeconds !== undefined && {
      skewSeconds: error.skewSeconds,
      serverTime: chinaDateTime(now),
    }),
  }
}

function diagnosis(error: GatewayError, now: number): Record<string, unknown> {
  const { title, remedy } = error.entry
  return {
    code: error.code,
    title,
    hint: remedy,
    serverTime: chinaDateTime(now),
    ...precise(error, now),
    ...error.diagnosis,
  }
}
