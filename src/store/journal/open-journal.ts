import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { GatewayError } from '../../errors.ts'
import { createJournalTable, type JournalTable } from './journal-table.ts'
import { connectPostgres } from '../postgres/database.ts'
import { driven, executorOf } from '../sqlite/database.ts'
import { sqliteFault } from '../sqlite/fault.ts'
import type { Database } from '../database.ts'
import type { StorePlace } from '../store.ts'
import { keptKeyMark } from '../upkeep/key-mark-table.ts'

/** The journal of a store, for reading only; a gateway may be writing meanwhile. */
export interface OpenJournal extends Pick<JournalTable, 'all'>, AsyncDisposable {
  /** Tells which key the store is sealed with; undefined where it does not say. */
  storeKey(): Promise<string | undefined>
}

/** Opens the journal of a store, which has to be there; needs no key. Everything fails with STORE_UNAVAILABLE. */
export function openJournal(place: StorePlace): OpenJournal {
  return place.postgres ? postgresJournal(place.postgres) : sqliteJournal(place.file)
}

function postgresJournal(settings: Parameters<typeof connectPostgres>[0]): OpenJournal {
  const database = connectPostgres({ ...settings, connections: 1 })
  return {
    all: () => createJournalTable(database).all(),
    storeKey: () => database.read(keptKeyMark),
    [Symbol.asyncDispose]: () => database.close(),
  }
}

function sqliteJournal(path: string): OpenJournal {
  const database = usable(path, () => new DatabaseSync(location(path), { readOnly: true, timeout: 2000 }))
  const execute = executorOf(database)
  const read: Database['read'] = async (work) => usable(path, () => driven(work(), execute))
  return {
    all: () => createJournalTable({ read }).all(),
    storeKey: () => read(keptKeyMark),
    async [Symbol.asyncDispose]() {
      database.close()
    },
  }
}

/** Where no gateway is writing the file is taken as it stands: a reader of WAL would leave files behind that are not the gateway's. */
function location(path: string): URL {
  const url = pathToFileURL(path)
  if (!existsSync(`${path}-wal`)) url.searchParams.set('immutable', '1')
  return url
}

function usable<T>(where: string, open: () => T): T {
  try {
    return open()
  } catch (thrown) {
    const cause = sqliteFault(thrown)
    const why = Error.isError(cause) ? `: ${cause.message}` : ''
    throw new GatewayError('STORE_UNAVAILABLE', {
      where,
      detail: `此处没有可读的日志 no journal can be read there${why}`,
      cause,
    })
  }
}
