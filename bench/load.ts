import { type Connection, openConnection, type Target } from './connection.ts'

/** One round as the clients saw it. */
export interface Load {
  requests: number
  seconds: number
  /** Milliseconds, ascending. */
  latencies: number[]
}

const connections = 32

/**
 * Sends the pool over 32 connections, each with one request in hand at a time, until `seconds` are over or the pool is.
 * `begin` and `end` are called right before the first and after the last request. Fails on anything but a 2xx.
 */
export async function load(
  target: Target,
  pool: readonly Buffer[],
  seconds: number,
  meter: { begin(): Promise<void>; end(): Promise<void> },
): Promise<Load> {
  const clients = await Promise.all(Array.from({ length: connections }, () => openConnection(target)))
  const latencies: number[] = []
  const messages = pool.values()
  await meter.begin()
  const started = performance.now()
  const until = started + seconds * 1000
  await Promise.all(clients.map((client) => keepAsking(client, messages, until, latencies)))
  const elapsed = (performance.now() - started) / 1000
  await meter.end()
  for (const client of clients) client.close()
  return { requests: latencies.length, seconds: elapsed, latencies: latencies.sort((a, b) => a - b) }
}

async function keepAsking(
  client: Connection,
  messages: Iterator<Buffer>,
  until: number,
  latencies: number[],
): Promise<void> {
  for (;;) {
    const sent = performance.now()
    const message = sent < until ? messages.next().value : undefined
    if (!message) return
    const { status, body } = await client.send(message)
    if (status < 200 || status > 299) throw new Error(`answered ${status}: ${body.toString('utf8', 0, 400)}`)
    latencies.push(performance.now() - sent)
  }
}
