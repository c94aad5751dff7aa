import type { IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'
import { digestOf } from '../domain/digest.ts'
import { GatewayError } from '../errors.ts'

const thumbprints = new WeakMap<object, string>()

/** SHA-256 of the TLS client certificate, base64url; computed once per connection. */
export function channelOf({ socket }: IncomingMessage): string {
  const known = thumbprints.get(socket)
  if (known !== undefined) return known
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined
  if (!certificate)
    throw new GatewayError('CHANNEL_MISMATCH', { where: 'TLS certificate', detail: 'none presented' })
  const thumbprint = digestOf(certificate.raw)
  thumbprints.set(socket, thumbprint)
  return thumbprint
}
