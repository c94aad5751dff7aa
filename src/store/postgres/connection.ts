import type { Pool, PoolClient } from 'pg'
import { GatewayError } from '../../errors.ts'
import type { Result, Statement, Work } from '../database.ts'
import { postgresText } from './text.ts'

/** Gives a connection to `use`; one that failed is not used again. Fails with STORE_UNAVAILABLE. */
export async function available<T>(pool: Pool, use: (client: PoolClient) => Promise<T>): Promise<T> {
  let client: PoolClient | undefined
  try {
    client = await pool.connect()
    const result = await use(client)
    client.release()
    return result
  } catch (cause) {
    client?.release(true)
    throw cause instanceof GatewayError ? cause : new GatewayError('STORE_UNAVAILABLE', { cause })
  }
}

/** Runs all of it, statement by statement, on one connection. */
export async function driven<T>(work: Work<T>, client: PoolClient): Promise<T> {
  let step = work.next()
  while (!step.done) step = work.next(await execute(client, step.value))
  return step.value
}

const texts = new Map<string, { name: string; text: string }>()

/** Each text is prepared once for each connection, under a short name of its own. */
async function execute(client: PoolClient, { sql, parameters }: Statement): Promise<Result> {
  let prepared = texts.get(sql)
  if (!prepared) {
    prepared = { name: `s${texts.size}`, text: postgresText(sql) }
    texts.set(sql, prepared)
  }
  const { rows, rowCount } = await client.query({ ...prepared, values: [...parameters] })
  return { rows, changes: rowCount ?? 0 }
}
