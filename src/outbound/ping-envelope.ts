import type { Clock } from '../clock.ts'
import type { RequestEnvelope } from '../contracts/generated/types.ts'

/** A `gateway.ping`, which says nothing of anybody. */
export function pingEnvelope(
  aud: string,
  { iss, clock, newId }: { iss: string; clock: Clock; newId: () => string },
): RequestEnvelope {
  const iat = Math.floor(clock() / 1000)
  const jti = newId()
  return { version: '1', iss, aud, service: 'gateway.ping', jti, iat, exp: iat + 30, body: { nonce: jti } }
}
