import type { JournalEntry } from '../contracts/generated/types.ts'
import type { ChainHead } from '../journal/entry.ts'

/** What a column holds. Whole numbers below 2^53. */
export type Value = string | number | null | Uint8Array

export type HeldRow = readonly Value[]

/** A table with the columns whose values its rows give, in this order. */
export interface HeldTable {
  name: string
  columns: readonly string[]
}

/** One unchanging state of a store, while its gateways go on writing. Everything fails with STORE_UNAVAILABLE. */
export interface StoreSnapshot extends AsyncDisposable {
  /** Steps of the schema that were taken, in order. */
  migrations: readonly string[]
  tables: readonly HeldTable[]
  journal: ChainHead
  /** Tells which store key opens what is stored; undefined where the store does not say. */
  storeKey: string | undefined
  /** All rows of a table, some at a time; a journal's in its order. */
  rows(table: HeldTable): AsyncIterable<readonly HeldRow[]>
}

/** A store that is filled anew from a backup. Whoever lets go of it before it is finished leaves everything as it was. */
export interface StoreRefill extends AsyncDisposable {
  /** The table to which the rows that follow belong. Fails with BACKUP_INVALID where the schema has no such table. */
  table(table: HeldTable): Promise<void>
  rows(rows: readonly HeldRow[]): Promise<void>
  /** Brings it to the newest schema and puts it in place; gives where what was there before is kept. */
  finish(restored: Restored): Promise<string | undefined>
}

/** What a store has to know of having come back from a backup. */
export interface Restored {
  /** Epoch milliseconds: when no gateway was using the store any more. */
  at: number
  /** The backup's `iat`, epoch seconds. */
  takenAt: number
  /** Head of the journal in it. */
  journal: ChainHead
  /** Tells which store key opens what is stored. */
  storeKey: string
  numbers: LiftedNumbers
}

/** From where running numbers go on, so that none given after the backup is given again. */
export interface LiftedNumbers {
  /** At least. */
  from: number
  /** What lies behind that already is lifted by so many. */
  by: number
  /** Names that have to be known, though the backup may not hold them. */
  names: readonly string[]
}

/** Where the journal is among the tables, and how an entry is read from its row. */
export interface JournalRows {
  table: string
  entryOf(row: Readonly<Record<string, unknown>>): JournalEntry
}

/** Hears how far it is: the table in hand, and how many of its rows. */
export type Progress = (table: string, rows: number) => void
