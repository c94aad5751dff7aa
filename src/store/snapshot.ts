import type { StoreSnapshot } from '../backup/ports.ts'
import { openPostgresSnapshot } from './postgres/snapshot.ts'
import { openSqliteSnapshot } from './sqlite/snapshot.ts'
import type { StorePlace } from './store.ts'

/**
 * One unchanging state of a store, which has to be there; gateways may go on using it. Fails with STORE_UNAVAILABLE, and with
 * SCHEMA_NEWER where this program does not know its schema.
 */
export function openSnapshot(place: StorePlace): Promise<StoreSnapshot> {
  return place.postgres ? openPostgresSnapshot(place.postgres) : openSqliteSnapshot(place.file)
}
