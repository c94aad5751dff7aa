import { randomUUID } from 'node:crypto'
import type { AccessStore } from '../access/ports.ts'
import type { DeliveryStore } from '../callbacks/ports.ts'
import type { AccessLog, CaseStore } from '../console/cases/ports.ts'
import type { PrintingStore } from '../console/check/ports.ts'
import type { ConfigurationTexts, JournalSearch, OpenParts } from '../console/board/ports.ts'
import type { SessionStore } from '../console/session/ports.ts'
import type { DirectoryArchive, KeptDirectory } from '../directory/ports.ts'
import { createRequestRate, type RequestRate } from '../domain/request-rate.ts'
import type { MaintenanceStore } from '../domain/maintenance.ts'
import type { PeerHoldStore } from '../domain/peer-hold.ts'
import type { UpkeepStore } from '../domain/upkeep.ts'
import type { CertificateStore, ExchangeStore } from '../inbound/ports.ts'
import type { AskStore } from '../outbound/ports.ts'
import type { AvailabilityStore } from '../availability/ports.ts'
import type { PeerHistoryStore } from '../peer-history/ports.ts'
import { createAvailabilityStore } from './upkeep/availability-store.ts'
import { createAccessLog } from './access/access-log.ts'
import { createAccessTable } from './access/access-table.ts'
import { createCaseStore } from './case/case-store.ts'
import { createCertificateTable } from './exchange/certificate-table.ts'
import { createConfigurationTable } from './upkeep/configuration-table.ts'
import { change, type Database, type OnCommit } from './database.ts'
import { createDeliveryStore } from './job/delivery-store.ts'
import { createDirectoryTable } from './upkeep/directory-table.ts'
import { assertStoreKey, keepKeyMark, keptKeyMark, storeKeyMark } from './upkeep/key-mark-table.ts'
import type { JobStore } from '../jobs/ports.ts'
import { createEvidenceStore, type EvidenceStore } from './exchange/evidence-store.ts'
import { createExchangeStore } from './exchange/exchange-store.ts'
import { createJobStore } from './job/job-store.ts'
import { createMaintenanceTable } from './upkeep/maintenance-table.ts'
import { createJournalSearch } from './journal/journal-search.ts'
import { createJournalTable, type JournalTable } from './journal/journal-table.ts'
import { createPeerHistoryStore } from './upkeep/peer-history-store.ts'
import { createPeerHoldTable } from './upkeep/peer-hold-table.ts'
import { openParts } from './job/open-parts.ts'
import { openPostgres, type PostgresSettings } from './postgres/database.ts'
import { createPrintingTable } from './upkeep/printing-table.ts'
import { createRateTable } from './access/rate-table.ts'
import { restoredAt } from './upkeep/restore-table.ts'
import { createRunningNumbers, type RunningNumbers } from './exchange/running-numbers.ts'
import { createSealer, type Sealer } from './sealer.ts'
import { createSessionTable } from './access/session-table.ts'
import { openSqlite } from './sqlite/database.ts'
import { createUpkeepTable } from './upkeep/upkeep-table.ts'

/** Where the store is: a SQLite file of one machine, or a PostgreSQL database that several instances share. */
export type StorePlace = { file: string; postgres?: undefined } | { postgres: PostgresSettings }

/** What the gateway keeps. */
export interface Store extends AsyncDisposable {
  exchanges: ExchangeStore & AskStore
  /** Certificates that were issued here. */
  certificates: CertificateStore
  /** Certificates that were put on paper here. */
  printings: PrintingStore
  evidence: EvidenceStore
  jobs: JobStore
  deliveries: DeliveryStore
  journal: JournalTable
  numbers: RunningNumbers
  directory: KeptDirectory & DirectoryArchive
  access: AccessStore
  /** People at the console. */
  sessions: SessionStore
  cases: CaseStore
  /** Who of ours looked at whose data. */
  accesses: AccessLog
  maintenance: MaintenanceStore
  availability: AvailabilityStore
  /** Peers that operators keep disconnected. */
  holds: PeerHoldStore
  peerHistory: PeerHistoryStore
  messages: JournalSearch
  configurations: ConfigurationTexts
  /** Questions of jobs that are open. Fails with STORE_UNAVAILABLE. */
  openParts(): Promise<OpenParts[]>
  upkeep: UpkeepStore
  /** Names this process among those that share the store. */
  instance: string
  /** Shared by the instances of a database; a process with a file of its own counts in memory. */
  rate: RequestRate
  sealer: Sealer
  /** When it last came back from a backup, epoch milliseconds; undefined where it never did. */
  restoredAt: number | undefined
  /** Writes and commits, to tell whether it can. Fails with STORE_UNAVAILABLE. */
  probe(): Promise<void>
}

/**
 * Opens the store, making what is not there. `master`: 32 bytes, the store's key. Fails with STORE_UNAVAILABLE, and with
 * KEY_UNUSABLE where it was made with another key.
 */
export async function openStore(
  place: StorePlace,
  master: Uint8Array,
  onCommit: OnCommit = () => undefined,
): Promise<Store> {
  await using stack = new AsyncDisposableStack()
  const database = stack.use(await openDatabase(place, onCommit))
  const sealer = createSealer(master)
  const mark = storeKeyMark(sealer)
  const kept = (await database.read(keptKeyMark)) ?? (await database.write(() => keepKeyMark(mark)))
  assertStoreKey(mark, kept, placeName(place))
  const store = storeIn(database, await database.read(restoredAt), place, sealer)
  stack.move()
  return store
}

function openDatabase(place: StorePlace, onCommit: OnCommit): Promise<Database> | Database {
  return place.postgres ? openPostgres(place.postgres, onCommit) : openSqlite(place.file, onCommit)
}

function placeName(place: StorePlace): string {
  if (!place.postgres) return place.file
  const { host, port, database } = place.postgres
  return `${host}:${port}/${database}`
}

function storeIn(
  database: Database,
  lastRestore: number | undefined,
  place: StorePlace,
  sealer: Sealer,
): Store {
  const journal = createJournalTable(database)
  const owner = randomUUID()
  return {
    exchanges: createExchangeStore({ database, sealer, owner }),
    jobs: createJobStore({ database, sealer, owner }),
    deliveries: createDeliveryStore({ database, owner }),
    certificates: createCertificateTable({ database, sealer }),
    printings: createPrintingTable({ database, sealer }),
    evidence: createEvidenceStore({ database, journal, sealer }),
    journal,
    numbers: createRunningNumbers(database),
    directory: createDirectoryTable(database),
    access: createAccessTable(database),
    cases: createCaseStore({ database, sealer }),
    accesses: createAccessLog({ database, sealer }),
    sessions: createSessionTable({ database, sealer, restoredAt: lastRestore }),
    maintenance: createMaintenanceTable(database),
    availability: createAvailabilityStore(database),
    holds: createPeerHoldTable(database),
    peerHistory: createPeerHistoryStore(database),
    messages: createJournalSearch(database),
    configurations: createConfigurationTable({ database, sealer }),
    openParts: () => openParts(database),
    upkeep: createUpkeepTable(database),
    instance: owner.slice(0, 8),
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
