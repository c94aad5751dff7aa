import type { RequestEnvelope } from '../contracts/generated/types.ts'
import { type ErrorCode, GatewayError } from '../errors.ts'
import type { DirectoryView, KnownMember } from '../speaker/ports.ts'

/** What we asked, and what is needed to judge the answer. */
export interface Asked {
  member: KnownMember
  /** Who answers for it: itself, or its representative. */
  speaker: KnownMember
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
    const { title } = cause.entry
    const { where = cause.code, detail = `${title.zh} ${title.en}` } = cause
    throw new GatewayError(code, { where, detail: `${cause.code}: ${detail}`, cause })
  }
}

/** Signed by whom the directory has speak for the centre asked. Fails with `code`. */
export function assertSpeaks(signer: KnownMember, { member, speaker }: Asked, code: ErrorCode): void {
  if (signer.code === speaker.code) return
  const other =
    speaker.code === member.code ? '' : `, not by ${speaker.code}, which represents ${member.code}`
  throw new GatewayError(code, { where: 'x5t#S256', detail: `签名成员不符 signed by ${signer.code}${other}` })
}

/** Code of the representative that signs for the centre asked; undefined where that speaks for itself. */
export function representativeIn({ member, speaker }: Pick<Asked, 'member' | 'speaker'>): string | undefined {
  return speaker.code === member.code ? undefined : speaker.code
}
