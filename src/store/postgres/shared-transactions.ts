import type { Pool } from 'pg'
import { toGatewayError, type GatewayError } from '../../errors.ts'
import type { OnCommit, Transaction, Work } from '../database.ts'
import { available, driven } from './connection.ts'

/** Runs works that come together in one transaction, so that concurrent exchanges share one commit. */
export interface SharedTransactions {
  /** Resolves with what `work` returned, after its transaction is durable. Fails with STORE_UNAVAILABLE. */
  run<T>(work: (transaction: Transaction) => Work<T>): Promise<T>
  /** Resolves when nothing is in hand. */
  settled(): Promise<void>
}

interface Waiting {
  work: (transaction: Transaction) => Work<unknown>
  resolve: (value: never) => void
  reject: (error: GatewayError) => void
}

/** Writers of all instances take turns: each continues the journal's chain where the one before it ended. */
const writing = 7_130_211
/** So that no transaction outlasts the statements' patience. */
const mostTogether = 64

/** A work that fails takes its group with it: nothing of it is kept, and each waiter may come again. */
export function createSharedTransactions(pool: Pool, onCommit: OnCommit): SharedTransactions {
  let queue: Waiting[] = []
  let running: Promise<void> | undefined

  async function flush(): Promise<void> {
    while (queue.length > 0) {
      const group = queue.slice(0, mostTogether)
      queue = queue.slice(mostTogether)
      const started = performance.now()
      const durable = await transaction(pool, group)
      onCommit({ writes: group.length, seconds: (performance.now() - started) / 1000, durable })
    }
    running = undefined
  }

  return {
    run(work) {
      return new Promise((resolve, reject) => {
        queue.push({ work, resolve, reject })
        running ??= flush()
      })
    },
    async settled() {
      await running
    },
  }
}

/** False where nothing of it is kept. */
async function transaction(pool: Pool, group: readonly Waiting[]): Promise<boolean> {
  try {
    const results = await available(pool, async (client) => {
      await client.query(`begin; select pg_advisory_xact_lock(${writing})`)
      const shared: Transaction = {}
      const given: unknown[] = []
      for (const { work } of group) given.push(await driven(work(shared), client))
      await client.query('commit')
      return given
    })
    group.forEach(({ resolve }, index) => resolve(results[index] as never))
    return true
  } catch (thrown) {
    // The connection is closed by now, and with it the transaction.
    for (const { reject } of group) reject(toGatewayError(thrown))
    return false
  }
}
