/** What a statement takes and a row holds. Instants and sequence numbers are whole numbers below 2^53. */
export type Value = string | number | null | Uint8Array

export type Row = Readonly<Record<string, unknown>>

/** One statement with its parameters at the places of `?`. Texts are few and constant: each is prepared once. */
export interface Statement {
  sql: string
  parameters: readonly Value[]
  wants: 'rows' | 'changes'
}

export interface Result {
  rows: readonly Row[]
  /** Rows that were inserted, updated or deleted. */
  changes: number
}

/**
 * What is done with a database, as the statements it goes through: yields each, gets its result. So the same work runs at once
 * on SQLite and over a connection on PostgreSQL.
 */
export type Work<T> = Generator<Statement, T, Result>

/** One transaction of writes, for what the works in it may remember for those after them. */
export type Transaction = object

/** Where a member keeps what it must not lose; several processes may share it. Everything fails with STORE_UNAVAILABLE. */
export interface Database extends AsyncDisposable {
  /**
   * Runs `work` in a transaction that sees the writes of all processes before it, one after another. Works that come together
   * share one transaction: it is durable when the promise holds, and one that fails takes its whole group with it.
   */
  write<T>(work: (transaction: Transaction) => Work<T>): Promise<T>
  /** Runs `work` that changes nothing. */
  read<T>(work: () => Work<T>): Promise<T>
}

/** One transaction of works that came together, as it ended. */
export interface Commit {
  writes: number
  seconds: number
  /** Otherwise nothing of it is kept. */
  durable: boolean
}

export type OnCommit = (commit: Commit) => void

export function* rows(sql: string, ...parameters: Value[]): Work<readonly Row[]> {
  return (yield { sql, parameters, wants: 'rows' }).rows
}

export function* row(sql: string, ...parameters: Value[]): Work<Row | undefined> {
  return (yield { sql, parameters, wants: 'rows' }).rows[0]
}

/** How many rows changed. */
export function* change(sql: string, ...parameters: Value[]): Work<number> {
  return (yield { sql, parameters, wants: 'changes' }).changes
}
