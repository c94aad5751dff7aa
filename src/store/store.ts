import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { GatewayError } from '../errors.ts'
import type { KeptDirectory } from '../directory/ports.ts'
import type { ExchangeStore } from '../inbound/ports.ts'
import type { AskStore } from '../outbound/ports.ts'
import { createDirectoryTable } from './directory-table.ts'
import { createEvidenceStore, type EvidenceStore } from './evidence-store.ts'
import { createExchangeStore } from './exchange-store.ts'
import { createGroupCommit } from './group-commit.ts'
import { createJournalTable, type JournalTable } from './journal-table.ts'
import { migrate } from './migrate.ts'
import { createRunningNumbers, type RunningNumbers } from './running-numbers.ts'
import { createSealer, type Sealer } from './sealer.ts'

/** The embedded store: one SQLite file, and what the gateway keeps in it. */
export interface Store extends Disposable {
  exchanges: ExchangeStore & AskStore
  evidence: EvidenceStore
  journal: JournalTable
  numbers: RunningNumbers
  directory: KeptDirectory
  sealer: Sealer
  /** Writes and commits, to tell whether it can. Fails with STORE_UNAVAILABLE. */
  probe(): Promise<void>
}

/** Of a new store: an exchange's messages take several kilobytes, so that smaller pages are mostly links to further ones. */
const pageBytes = 8192

/** Opens the store at `path`, making it where it is not. `master`: 32 bytes, the store's key. Fails with STORE_UNAVAILABLE. */
export function openStore(path: string, master: Uint8Array): Store {
  const database = opened(path)
  const group = createGroupCommit(database)
  const journal = createJournalTable(database)
  const sealer = createSealer(master)
  const probe = database.prepare(
    "insert into running_number (name, next) values ('probe', 1) on conflict (name) do update set next = next + 1",
  )
  return {
    exchanges: createExchangeStore({ database, group, journal, sealer, owner: randomUUID() }),
    evidence: createEvidenceStore({ database, journal, sealer }),
    journal,
    numbers: createRunningNumbers({ database, group }),
    directory: createDirectoryTable({ database, group }),
    sealer,
    async probe() {
      await group.run(() => probe.run())
    },
    [Symbol.dispose]: () => database.close(),
  }
}

function opened(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path, { timeout: 2000 })
    database.exec(`pragma page_size = ${pageBytes}; pragma journal_mode = wal; pragma synchronous = full`)
    database.exec('pragma foreign_keys = on')
    migrate(database)
    return database
  } catch (cause) {
    throw new GatewayError('STORE_UNAVAILABLE', { where: path, cause })
  }
}
