import { digestOf } from '../domain/digest.ts'
import { messageType } from '../domain/message-type.ts'
import { spanOf } from '../domain/trace-context.ts'
import { GatewayError } from '../errors.ts'
import { speakerOf } from '../speaker/representative.ts'
import { exchangeCall } from './exchange-call.ts'
import { pingEnvelope } from './ping-envelope.ts'
import type { AskDeps, Call } from './ports.ts'

type Deps = Pick<AskDeps, 'self' | 'clock' | 'tokens' | 'directory' | 'contracts' | 'signer' | 'newId'>

/** How long an echo may take, in milliseconds. */
const patienceMs = 5_000

/**
 * Makes the signed ping that shows whether a peer is back: it reaches us, is who it is, and signs. Nothing of it is evidence, so
 * none is kept. Fails with PEER_UNKNOWN where the directory lists it no more.
 */
export async function probeCall(
  code: string,
  deps: Deps,
): Promise<{ peer: { code: string; endpoints: readonly string[] }; call: Call<unknown> }> {
  const now = deps.clock()
  const directory = deps.directory(now)
  const member = directory.members.get(code)
  if (!member) throw new GatewayError('PEER_UNKNOWN', { where: code })
  const speaker = speakerOf(member, directory)
  const envelope = pingEnvelope(code, { ...deps, iss: deps.self.code })
  const request = await deps.signer.sign(messageType.request, envelope)
  const asked = { member, speaker, envelope, digest: digestOf(request), directory }
  const sending = { deadline: now + patienceMs, span: spanOf(envelope.jti, undefined) }
  return {
    peer: { code, endpoints: speaker.endpoints },
    call: exchangeCall(asked, request, sending, deps),
  }
}
