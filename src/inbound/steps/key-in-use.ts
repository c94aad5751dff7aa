import { assertNotRetired } from '../../speaker/speaker.ts'
import type { Verified } from '../stages.ts'

/** Neither the signing certificate nor that of the channel has been retired by its member. Fails with KEY_RETIRED. */
export function keyInUse({ token, channel, directory, at }: Verified): void {
  assertNotRetired(token.thumbprint, directory, at)
  assertNotRetired(channel, directory, at)
}
