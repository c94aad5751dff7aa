import { randomUUID } from 'node:crypto'
import type { AccessStore } from '../access/ports.ts'
import type { DeliveryStore } from '../callbacks/ports.ts'
import type { KeptDirectory } from '../directory/ports.ts'
import { createRequestRate, type RequestRate } from '../domain/request-rate.ts'
import type { MaintenanceStore } from '../domain/maintenance.ts'
import type { ExchangeStore } from '../inbound/ports.ts'
import type { AskStore } from '../outbound/ports.ts'
import type { AvailabilityStore } from '../availability/ports.ts'
import { createAvailabilityStore } from './availability-store.ts'
import { createAccessTable } from './access-table.ts'
import { change, type Database } from './database.ts'
import { createDeliveryStore } from './delivery-store.ts'
import { createDirectoryTable } from './directory-table.ts'
import type { JobStore } from '../jobs/ports.ts'
import { createEvidenceStore, type EvidenceStore } from './evidence-store.ts'
import { createExchangeStore } from './exchange-store.ts'
import { createJobStore } from './job-store.ts'
import { createMaintenanceTable } from './maintenance-table.ts'
import { createJournalTable, type JournalTable } from './journal-table.ts'
import { openPostgres, type PostgresSettings } from './postgres/database.ts'
import { createRateTable } from './rate-table.ts'
import { restoredAt } from './restore-table.ts'
import { createRunningNumbers, type RunningNumbers } from './running-numbers.ts'
import { createSealer, type Sealer } from './sealer.ts'
import { openSqlite } from './sqlite/database.ts'

/** Where the store is: a SQLite file of one machine, or a PostgreSQL database that several instances share. */
export type StorePlace = { file: string; postgres?: undefined } | { postgres: PostgresSettings }

/** What the gateway keeps. */
export interface Store extends AsyncDisposable {
  exchanges: ExchangeStore & AskStore
  evidence: EvidenceStore
  jobs: JobStore
  deliveries: DeliveryStore
  journal: JournalTable
  numbers: RunningNumbers
  directory: KeptDirectory
  access: AccessStore
  maintenance: MaintenanceStore
  availability: AvailabilityStore
  /** Shared by the instances of a database; a process with a file of its own counts in memory. */
  rate: RequestRate
  sealer: Sealer
  /** When it last came back from a backup, epoch milliseconds; undefined where it never did. */
  restoredAt: number | undefined
  /** Writes and commits, to tell whether it can. Fails with STORE_UNAVAILABLE. */
  probe(): Promise<void>
}

/** Opens the store, making what is not there. `master`: 32 bytes, the store's key. Fails with STORE_UNAVAILABLE. */
export async function openStore(place: StorePlace, master: Uint8Array): Promise<Store> {
  await using stack = new AsyncDisposableStack()
  const database = stack.use(await openDatabase(place))
  const store = storeIn(database, await database.read(restoredAt), place, master)
  stack.move()
  return store
}

function openDatabase(place: StorePlace): Promise<Database> | Database {
  return place.postgres ? openPostgres(place.postgres) : openSqlite(place.file)
}

function storeIn(
  database: Database,
  lastRestore: number | undefined,
  place: StorePlace,
  master: Uint8Array,
): Store {
  const journal = createJournalTable(database)
  const sealer = createSealer(master)
  const owner = randomUUID()
  return {
    exchanges: createExchangeStore({ database, sealer, owner }),
    jobs: createJobStore({ database, sealer, owner }),
    deliveries: createDeliveryStore({ database, owner }),
    evidence: createEvidenceStore({ database, journal, sealer }),
    journal,
    numbers: createRunningNumbers(database),
    directory: createDirectoryTable(database),
    access: createAccessTable(database),
    maintenance: createMaintenanceTable(database),
    availability: createAvailabilityStore(database),
    rate: place.postgres ? createRateTable(database) : createRequestRate(),
    sealer,
    restoredAt: lastRestore,
    async probe() {
      await database.write(() =>
        change(
          `insert into running_number (name, next) values ('probe', 1)
           on conflict (name) do update set next = running_number.next + 1`,
        ),
      )
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}
