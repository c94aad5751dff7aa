import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import type { JournalEntry } from '../contracts/generated/types.ts'
import { GatewayError } from '../errors.ts'
import { createJournalTable } from './journal-table.ts'

/** The journal of a store, for reading only; a gateway may be writing meanwhile. */
export interface OpenJournal extends Disposable {
  /** All entries in order, as one unchanging state. */
  all(): Iterable<JournalEntry>
}

/** Opens the journal of the store at `path`, which has to be there; needs no key. Fails with STORE_UNAVAILABLE. */
export function openJournal(path: string): OpenJournal {
  const database = usable(path, () => new DatabaseSync(location(path), { readOnly: true, timeout: 2000 }))
  return {
    all: () => usable(path, () => createJournalTable(database).all()),
    [Symbol.dispose]: () => database.close(),
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
  } catch (cause) {
    throw new GatewayError('STORE_UNAVAILABLE', { where, detail: 'no journal can be read there', cause })
  }
}
