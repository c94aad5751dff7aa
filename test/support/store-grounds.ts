import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openStore, type Store, type StorePlace } from '../../src/store/store.ts'
import { type PostgresServer, startPostgres } from './postgres.ts'

/** An empty place for one store, and a way around the gateway to what is in it. */
export interface Ground {
  place: StorePlace
  /** Opens the store once more, as one more process of the same member. */
  open(master: Uint8Array): Promise<Store>
  sql(text: string): Promise<Record<string, unknown>[]>
  remove(): Promise<void>
}

/** Every kind of store, by name; each is to keep the same promises. A server that is needed is started once for a test file. */
export const storeKinds = [
  { kind: 'SQLite', ground: sqliteGround },
  { kind: 'PostgreSQL', ground: postgresGround },
] as const

export async function sqliteGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'store-'))
  const file = join(folder, 'gateway.db')
  const place = { file }
  const opened: Store[] = []
  return {
    place,
    async open(master) {
      const store = await openStore(place, master)
      opened.push(store)
      return store
    },
    async sql(text) {
      using database = new DatabaseSync(file)
      return database.prepare(text).all()
    },
    async remove() {
      for (const store of opened) await store[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true })
    },
  }
}

let server: Promise<PostgresServer> | undefined

async function postgresGround(): Promise<Ground> {
  server ??= startPostgres()
  const running = await server
  const postgres = await running.database()
  const place = { postgres }
  const opened: Store[] = []
  return {
    place,
    async open(master) {
      const store = await openStore(place, master)
      opened.push(store)
      return store
    },
    sql: (text) => running.query(postgres, text),
    async remove() {
      for (const store of opened) await store[Symbol.asyncDispose]()
    },
  }
}

/** For afterAll. */
export async function stopStoreServers(): Promise<void> {
  await (await server)?.[Symbol.asyncDispose]()
  server = undefined
}
