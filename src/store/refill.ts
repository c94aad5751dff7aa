import type { StoreRefill } from '../backup/ports.ts'
import { openPostgresRefill } from './postgres/refill.ts'
import { migrationsNamed } from './schema-tables.ts'
import { openSqliteRefill } from './sqlite/refill.ts'
import type { StorePlace } from './store.ts'

/**
 * Fills a store anew, beginning with the schema that the backup had; what was there stays untouched until all is in. `at`, epoch milliseconds,
 * names what is kept. Fails with STORE_IN_USE where a gateway uses the store, with SCHEMA_NEWER, with STORE_UNAVAILABLE.
 */
export async function openRefill(
  place: StorePlace,
  migrations: readonly string[],
  at: number,
): Promise<StoreRefill> {
  const steps = migrationsNamed(migrations)
  return place.postgres
    ? openPostgresRefill(place.postgres, steps, at)
    : openSqliteRefill(place.file, steps, at)
}
