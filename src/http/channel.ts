import type { IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'
import { digestOf } from '../domain/digest.ts'
import { GatewayError } from '../errors.ts'

const thumbprints = new WeakMap<object, string>()

/** SHA-256 of the TLS client certificate, base64url; computed once per connection. Fails with CHANNEL_MISMATCH where none was shown. */
export function channelOf(request: IncomingMessage): string {
  const thumbprint = shownChannel(request)
  if (thumbprint !== undefined) return thumbprint
  throw new GatewayError('CHANNEL_MISMATCH', {
    where: 'TLS certificate',
    detail: '未出示证书 none presented',
  })
}

/** The same, undefined where none was shown. */
export function shownChannel({ socket }: IncomingMessage): string | undefined {
  const known = thumbprints.get(socket)
  if (known !== undefined) return known
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined
  if (!certificate) return undefined
  const thumbprint = digestOf(certificate.raw)
  thumbprints.set(socket, thumbprint)
  return thumbprint
}
