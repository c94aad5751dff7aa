import { randomUUID } from 'node:crypto'
import type { KeptDirectory } from '../directory/ports.ts'
import type { ExchangeStore } from '../inbound/ports.ts'
import type { AskStore } from '../outbound/ports.ts'
import { change, type Database } from './database.ts'
import { createDirectoryTable } from './directory-table.ts'
import type { JobStore } from '../jobs/ports.ts'
import { createEvidenceStore, type EvidenceStore } from './evidence-store.ts'
import { createExchangeStore } from './exchange-store.ts'
import { createJobStore } from './job-store.ts'
import { createJournalTable, type JournalTable } from './journal-table.ts'
import { openPostgres, type PostgresSettings } from './postgres/database.ts'
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
  journal: JournalTable
  numbers: RunningNumbers
  directory: KeptDirectory
  sealer: Sealer
  /** Writes and commits, to tell whether it can. Fails with STORE_UNAVAILABLE. */
  probe(): Promise<void>
}

/** Opens the store, making what is not there. `master`: 32 bytes, the store's key. Fails with STORE_UNAVAILABLE. */
export async function openStore(place: StorePlace, master: Uint8Array): Promise<Store> {
  return storeIn(await openDatabase(place), master)
}

function openDatabase(place: StorePlace): Promise<Database> | Database {
  return place.postgres ? openPostgres(place.postgres) : openSqlite(place.file)
}

function storeIn(database: Database, master: Uint8Array): Store {
  const journal = createJournalTable(database)
  const sealer = createSealer(master)
  const owner = randomUUID()
  return {
    exchanges: createExchangeStore({ database, sealer, owner }),
    jobs: createJobStore({ database, sealer, owner }),
    evidence: createEvidenceStore({ database, journal, sealer }),
    journal,
    numbers: createRunningNumbers(database),
    directory: createDirectoryTable(database),
    sealer,
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
