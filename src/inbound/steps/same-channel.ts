import { assertSameChannel } from '../../speaker/speaker.ts'
import type { Identified } from '../stages.ts'

/** The TLS client is the member that signed. Fails with CHANNEL_MISMATCH. */
export function sameChannel(exchange: Identified): void {
  assertSameChannel(exchange.member, exchange.channel, exchange.directory)
}
