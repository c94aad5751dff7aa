import type { Config } from '../../config/config.ts'
import { readStoreKey, readStorePassword } from '../../config/secrets.ts'
import type { UpkeepDone } from '../../domain/upkeep.ts'
import { toGatewayError } from '../../errors.ts'
import { openStore } from '../../store/store.ts'
import { storePlaceOf } from '../../composition/store-place.ts'
import type { Shell } from '../shell.ts'

/**
 * Notes in the configured store that a backup was made or a restore was tried, for whoever looks at the board. What was done is done,
 * also where that cannot be noted: then it gives a line that says so.
 */
export async function noteUpkeep(
  config: Config,
  { environment }: Pick<Shell, 'environment'>,
  done: UpkeepDone,
): Promise<string[]> {
  try {
    const place = storePlaceOf(config, readStorePassword(config))
    await using store = await openStore(place, readStoreKey(config, environment))
    await store.upkeep.done(done)
    return []
  } catch (thrown) {
    const { code, where = '' } = toGatewayError(thrown)
    return [`! 运维台未能记录 not noted for the board: ${code} ${where}`.trimEnd()]
  }
}
