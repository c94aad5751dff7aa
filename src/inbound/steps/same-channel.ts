import { assertChannelTrusted, assertSameChannel } from '../../speaker/speaker.ts'
import type { Identified } from '../stages.ts'

/** The TLS client is the member that signed, with a certificate that is good now. Fails with CHANNEL_MISMATCH, or as a signing certificate does. */
export function sameChannel({ member, channel, directory, at }: Identified): void {
  assertSameChannel(member, channel, directory)
  assertChannelTrusted(channel, directory, at, 'tls-client')
}
