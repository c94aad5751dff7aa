import { digestOf } from '../../domain/digest.ts'
import { messageType } from '../../domain/message-type.ts'
import { assertType, signingMember } from '../../speaker/speaker.ts'
import type { ReceiverDeps } from '../ports.ts'
import type { Identified, Received } from '../stages.ts'

/** One canonical token of a request, naming a signing certificate of the directory. */
export function identify(received: Received, deps: Pick<ReceiverDeps, 'tokens' | 'directory'>): Identified {
  const token = deps.tokens.open(received.bytes)
  assertType(token, [messageType.request])
  const directory = deps.directory(received.at)
  const known = signingMember(token, directory)
  return { ...received, stage: 'identified', token, digest: digestOf(received.bytes), directory, ...known }
}
