import type { DatabaseSync } from 'node:sqlite'
import { GatewayError } from '../../errors.ts'
import type { OnCommit, Transaction } from '../database.ts'
import { sqliteFault } from './fault.ts'

/** Runs writes of one turn of the event loop in one transaction, so that concurrent exchanges share one fsync. */
export interface GroupCommit {
  /** Resolves with what `write` returned, after the transaction that held it is durable. Fails with STORE_UNAVAILABLE. */
  run<T>(write: (transaction: Transaction) => T): Promise<T>
}

interface Waiting {
  write: (transaction: Transaction) => unknown
  result?: unknown
  resolve: (value: never) => void
  reject: (error: GatewayError) => void
}

/** A failing write fails its whole group: nothing of it is kept, and each waiter may come again. */
export function createGroupCommit(database: DatabaseSync, onCommit: OnCommit): GroupCommit {
  let queue: Waiting[] = []
  const begin = database.prepare('begin immediate')
  const commit = database.prepare('commit')

  function flush(): void {
    const group = queue
    queue = []
    const transaction: Transaction = {}
    const started = performance.now()
    const ended = (durable: boolean): void =>
      onCommit({ writes: group.length, seconds: (performance.now() - started) / 1000, durable })
    try {
      begin.run()
      for (const waiting of group) waiting.result = waiting.write(transaction)
      commit.run()
    } catch (cause) {
      rollBack(database)
      ended(false)
      const error = new GatewayError('STORE_UNAVAILABLE', { cause: sqliteFault(cause) })
      for (const waiting of group) waiting.reject(error)
      return
    }
    ended(true)
    for (const waiting of group) waiting.resolve(waiting.result as never)
  }

  return {
    run(write) {
      return new Promise((resolve, reject) => {
        if (queue.push({ write, resolve, reject }) === 1) setImmediate(flush)
      })
    },
  }
}

function rollBack(database: DatabaseSync): void {
  try {
    if (database.isTransaction) database.exec('rollback')
  } catch {
    // The first error is the one worth telling; the next begin shows whether the store is back.
  }
}
