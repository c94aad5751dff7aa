import type { Config } from '../config/config.ts'
import { keyFileText } from '../key-file.ts'
import type { StorePlace } from '../store/store.ts'

/** Where the configured store is. Fails with KEY_UNUSABLE where its anchors cannot be read. */
export function storePlaceOf({ store }: Pick<Config, 'store'>, password: string | undefined): StorePlace {
  if (!store.postgres) return { file: store.file }
  const { passwordFile: _, anchors, ...server } = store.postgres
  return {
    postgres: {
      ...server,
      password: password ?? '',
      anchors: anchors === undefined ? undefined : keyFileText(anchors),
    },
  }
}

/** How the store is named to an operator. */
export function storeName({ store }: Pick<Config, 'store'>): string {
  if (!store.postgres) return store.file
  const { host, port, database } = store.postgres
  return `${host}:${port}/${database}`
}
