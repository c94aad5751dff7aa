import type { CentreResult } from '../contracts/generated/types.ts'
import type { ErrorCode } from '../errors.ts'

/** What is likely to pass: the centre's side, or ours, is not well or has too much to do. */
const passing: ReadonlySet<string> = new Set<ErrorCode>([
  'PEER_UNREACHABLE',
  'PEER_TIMEOUT',
  'PEER_TLS_FAILED',
  'PEER_FAULT',
  'PEER_BUSY',
  'PEER_MAINTENANCE',
  'PEER_BREAKER_OPEN',
  'PEER_HELD',
  'CENTRE_UNAVAILABLE',
  'DIRECTORY_EXPIRED',
  'STORE_UNAVAILABLE',
  'SIGNER_UNAVAILABLE',
  'SHUTTING_DOWN',
])

/** Whether it is worth asking the same again: it could not be asked for a reason that passes, or was told to come again. */
export function mayPass({ state, problem }: CentreResult): boolean {
  if (!problem) return false
  return state === 'not-asked' ? passing.has(problem.code) : problem.retryAfterSeconds !== undefined
}
