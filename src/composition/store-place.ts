import type { Config } from '../config/config.ts'
import { GatewayError } from '../errors.ts'
import { unreadable } from '../file-access.ts'
import { readSmallFile } from '../regular-file.ts'
import type { StorePlace } from '../store/store.ts'

/** Where the configured store is. Fails with KEY_UNUSABLE where its anchors cannot be read. */
export function storePlaceOf({ store }: Pick<Config, 'store'>, password: string | undefined): StorePlace {
  if (!store.postgres) return { file: store.file }
  const { passwordFile: _, anchors, ...server } = store.postgres
  return {
    postgres: {
      ...server,
      password: password ?? '',
      anchors: anchors === undefined ? undefined : pem(anchors),
    },
  }
}

function pem(path: string): string {
  try {
    return readSmallFile(path).toString()
  } catch (cause) {
    throw new GatewayError('KEY_UNUSABLE', { where: path, detail: unreadable(cause), cause })
  }
}

/** How the store is named to an operator. */
export function storeName({ store }: Pick<Config, 'store'>): string {
  if (!store.postgres) return store.file
  const { host, port, database } = store.postgres
  return `${host}:${port}/${database}`
}
