import type { DatabaseSync } from 'node:sqlite'
import { GatewayError } from '../../errors.ts'
import { sqliteFault } from './fault.ts'

/**
 * Runs reads of one turn of the event loop in one transaction. They share its locks; and exchanges that read together go on
 * together, so that what they write shares a commit.
 */
export interface GroupReads {
  /** Resolves with what `read` returned. Fails with STORE_UNAVAILABLE, or as it fails. */
  run<T>(read: () => T): Promise<T>
}

interface Waiting {
  read: () => unknown
  resolve: (value: never) => void
  reject: (error: unknown) => void
}

/** A read that fails fails alone. */
export function createGroupReads(database: DatabaseSync): GroupReads {
  let queue: Waiting[] = []
  const begin = database.prepare('begin')
  const commit = database.prepare('commit')

  function flush(): void {
    const group = queue
    queue = []
    try {
      begin.run()
    } catch (cause) {
      for (const { reject } of group) reject(unavailable(cause))
      return
    }
    for (const { read, resolve, reject } of group) {
      try {
        resolve(read() as never)
      } catch (cause) {
        reject(unavailable(cause))
      }
    }
    end()
  }

  function end(): void {
    try {
      if (database.isTransaction) commit.run()
    } catch {
      // Nothing was written, and the next begin shows whether the store is back.
    }
  }

  return {
    run(read) {
      return new Promise((resolve, reject) => {
        if (queue.push({ read, resolve, reject }) === 1) setImmediate(flush)
      })
    },
  }
}

function unavailable(cause: unknown): GatewayError {
  return cause instanceof GatewayError
    ? cause
    : new GatewayError('STORE_UNAVAILABLE', { cause: sqliteFault(cause) })
}
