import type { Problem } from '../contracts/generated/types.ts'
import { type ErrorCode, GatewayError } from '../errors.ts'

/** What a representative says of the system behind it. */
const ofTheCentre: readonly ErrorCode[] = ['CENTRE_UNAVAILABLE', 'CENTRE_REFUSED', 'CENTRE_ANSWER_INVALID']

/** Whoever answered is well, and says when to come again. */
const maintenance: ErrorCode = 'MAINTENANCE'

/**
 * Why a signed refusal means that the centre could not be asked; undefined where it was, and refused. From status 500 on it speaks of
 * a fault: of the centre's own system in the words of its representative, or else of whoever answered (PEER_FAULT); announced work is no fault (PEER_MAINTENANCE). The catalogue
 * says which of them the centre's breaker counts.
 */
export function couldNotAsk(problem: Problem): GatewayError | undefined {
  if (problem.status < 500) return undefined
  const { where, detail, retryAfterSeconds } = problem
  const again = retryAfterSeconds !== undefined && { retryAfterSeconds }
  const code = ofTheCentre.find((each) => each === problem.code)
  if (problem.code === maintenance) {
    return new GatewayError('PEER_MAINTENANCE', { ...(detail !== undefined && { detail }), ...again })
  }
  if (code === undefined) return new GatewayError('PEER_FAULT', { where: problem.code, ...again })
  return new GatewayError(code, {
    ...(where !== undefined && { where }),
    ...(detail !== undefined && { detail }),
    ...again,
  })
}
