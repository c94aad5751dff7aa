import { Pool } from 'pg'
import { GatewayError } from '../../errors.ts'
import type { Database, OnCommit } from '../database.ts'
import { migrations } from '../migrations.ts'
import { available, driven } from './connection.ts'
import { migrate } from './migrate.ts'
import { createSharedTransactions } from './shared-transactions.ts'

export interface PostgresSettings {
  host: string
  port: number
  database: string
  user: string
  password: string
  /** Authorities that vouch for the server, PEM; without them the connection is in clear text. */
  anchors: string | undefined
  /** Connections of this process, at most. */
  connections: number
}

/** Under which the server knows whoever uses the store. */
export const applicationName = 'yangtze-delta-exchange-gateway'

/** Longest waits, in milliseconds: for a connection, for one statement. */
const connectMs = 3_000
const statementMs = 5_000

/** A PostgreSQL database, brought to the newest schema. Fails with STORE_UNAVAILABLE. */
export async function openPostgres(settings: PostgresSettings, onCommit: OnCommit): Promise<Database> {
  const { pool, read, close } = connectPostgres(settings)
  try {
    await available(pool, (client) => migrate(client, migrations()))
  } catch (cause) {
    await close()
    const { host, port, database } = settings
    throw new GatewayError('STORE_UNAVAILABLE', { where: `${host}:${port}/${database}`, cause })
  }
  const transactions = createSharedTransactions(pool, onCommit)
  return {
    write: (work) => transactions.run(work),
    read,
    async [Symbol.asyncDispose]() {
      await transactions.settled()
      await close()
    },
  }
}

/** A database as it is. Connections are made when they are needed; `patienceMs` is the longest that one statement may take. */
export function connectPostgres(
  settings: PostgresSettings,
  patienceMs = statementMs,
): Pick<Database, 'read'> & { pool: Pool; close(): Promise<void> } {
  const pool = poolOf(settings, patienceMs)
  return {
    pool,
    read: (work) => available(pool, (client) => driven(work(), client)),
    close: () => pool.end(),
  }
}

function poolOf({ anchors, connections, ...at }: PostgresSettings, patienceMs: number): Pool {
  const pool = new Pool({
    ...at,
    ...(anchors !== undefined && { ssl: { ca: anchors, minVersion: 'TLSv1.2' } }),
    max: connections,
    connectionTimeoutMillis: connectMs,
    query_timeout: patienceMs + 1_000,
    keepAlive: true,
    options: [
      'synchronous_commit=on',
      `statement_timeout=${patienceMs}`,
      `lock_timeout=${statementMs}`,
      `idle_in_transaction_session_timeout=${2 * patienceMs}`,
    ]
      .map((setting) => `-c ${setting}`)
      .join(' '),
    application_name: applicationName,
  })
  // A connection that ends while nobody uses it is taken out of the pool; whoever asks next gets another.
  pool.on('error', () => undefined)
  // One that breaks says so at any moment, also right after it was made, and more than once; a statement in hand fails with the same news.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
