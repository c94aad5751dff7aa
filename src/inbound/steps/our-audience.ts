import { GatewayError } from '../../errors.ts'
import { type Answering, answererFor } from '../answerer.ts'
import type { Understood } from '../stages.ts'

/** `aud` is this member, or a centre that it represents by the directory and by its own configuration. Fails with AUDIENCE_MISMATCH. */
export function ourAudience({ envelope, directory }: Understood, deps: Answering): void {
  if (answererFor(envelope.aud, directory, deps)) return
  throw new GatewayError('AUDIENCE_MISMATCH', { where: '/aud', detail: `本机构为 this is ${deps.self.code}` })
}
