import type { RequestEnvelope } from '../contracts/generated/types.ts'
import { type ErrorCode, GatewayError } from '../errors.ts'
import type { DirectoryView, KnownMember } from '../speaker/ports.ts'

/** What we asked, and what is needed to judge the answer. */
export interface Asked {
  member: KnownMember
  envelope: RequestEnvelope
  /** SHA-256 of the request bytes. */
  digest: string
  directory: DirectoryView
}

/** Whatever fails of a peer's signature is the peer's failure, with the precise reason as its detail. */
export function judged<T>(code: ErrorCode, judge: () => T): T {
  try {
    return judge()
  } catch (cause) {
    if (!(cause instanceof GatewayError)) throw cause
    throw new GatewayError(code, { where: cause.where ?? cause.code, detail: cause.message, cause })
  }
}
